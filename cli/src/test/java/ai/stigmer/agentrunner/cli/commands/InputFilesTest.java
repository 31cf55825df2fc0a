package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files and variables that the command line adds to a manifest. */
class InputFilesTest {
    private static final String MANIFEST = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec:
              version: 1.4.2
              template:
                volumes: [{name: files, secret: {secretName: files}}]
                volumeMounts: [{name: files, mountPath: /files}]
            """;

    private final Path folder;

    InputFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_key_of_a_Secret_may_be_any_bytes() throws IOException {
        var keystore = Files.write(folder.resolve("keystore"), new byte[] {(byte) 0xfe, (byte) 0xed, 0, (byte) 0xff});
        var result = Calls.call(MANIFEST, "run", "--dry-run", "--secret", "files/keystore=" + keystore, "-");
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK.number());
        assertThat(result.out()).contains("/files files keystore");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_without_an_end_is_refused() {
        for (var arguments : List.of(
                List.of("--secret", "files/key=/dev/zero"),
                List.of("--secret", "files=/dev/zero"),
                List.of("--env-file", "/dev/zero"),
                List.of("--policy", "/dev/zero"),
                List.of("/dev/zero"))) {
            var command = new java.util.ArrayList<>(List.of("run", "--dry-run", "-"));
            command.addAll(1, arguments);
            var result = Calls.call(MANIFEST, command.toArray(String[]::new));
            assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INVALID.number());
            assertThat(result.err()).contains("/dev/zero has more than");
        }
    }

    @Test
    void all_that_is_missing_is_told_at_once() {
        var manifest = MANIFEST + """
                  envFrom: [{configMapRef: {name: settings}}]
                  build:
                    source: {configMap: {name: sources}}
                    secrets: [{id: npm, secretKeyRef: {name: npm, key: token}}]
                """.indent(0);
        var result = Calls.callWith(
                Map.of("SET", "x"),
                manifest.replace("  version: 1.4.2\n", ""),
                "run",
                "--from-env",
                "FIRST",
                "--from-env",
                "second/key=SECOND",
                "--from-env",
                "SET",
                "-");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID.number());
        assertThat(result.err())
                .contains("the variable FIRST is not set", "the variable SECOND is not set")
                .doesNotContain("the variable SET")
                .contains("ConfigMap sources, for spec.build.source", "Secret npm with its key token")
                .contains("ConfigMap settings, for envFrom", "Secret files, for the files in /files");
    }
}
