package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** build.sh as a shell runs it, between stand-ins for BuildKit that say and do what a test wants. */
final class Script {
    /** A buildctl that keeps its arguments and says what it is told to. */
    private static final String BUILDCTL = """
            #!/bin/sh
            printf '%s\\n' "$@" >"$PLAY/arguments"
            for argument in "$@"; do
              case $argument in id=GIT_AUTH_HEADER,src=*) cat "${argument#*src=}" >"$PLAY/header" ;; esac
            done
            cat "$PLAY/log"
            code=$(cat "$PLAY/code")
            [ "$code" != 0 ] || printf '{\\n  "containerimage.digest": "sha256:abc",\\n  "image.name": "x"\\n}\\n' >"$TMPDIR/metadata"
            exit "$code"
            """;

    /** A buildkitd that lives as long as the script. */
    private static final String ROOTLESSKIT = """
            #!/bin/sh
            : >"${BUILDKIT_HOST#unix://}"
            while kill -0 $PPID 2>/dev/null; do sleep 0.05; done
            """;

    final Path directory;
    final Map<String, String> environment = new LinkedHashMap<>();

    Script(Path directory) throws IOException {
        this.directory = directory;
        for (var name : List.of("bin", "tmp", "run", "build")) {
            Files.createDirectories(directory.resolve(name));
        }
        program("buildctl", BUILDCTL);
        program("rootlesskit", ROOTLESSKIT);
        buildctlSays("", 0);
        environment.put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("PLAY", directory.toString());
        environment.put("PASSING", BuildFailure.PASSING);
        environment.put("TMPDIR", directory.resolve("tmp").toString());
        environment.put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
        environment.put("BUILDKIT_HOST", "unix://" + directory.resolve("run/socket"));
        environment.put("BUILD_DIR", directory.resolve("build").toString());
        environment.put("RESULT", directory.resolve("result").toString());
    }

    void buildctlSays(String log, int code) throws IOException {
        buildctlSays(log.getBytes(StandardCharsets.UTF_8), code);
    }

    void buildctlSays(byte[] log, int code) throws IOException {
        Files.write(directory.resolve("log"), log);
        Files.writeString(directory.resolve("code"), Integer.toString(code));
    }

    void program(String name, String text) throws IOException {
        var file = directory.resolve("bin").resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void file(String path, String content) throws IOException {
        var file = directory.resolve("build").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    Process start(List<String> shell, String... arguments) throws IOException {
        var command = new ArrayList<>(shell);
        command.addAll(List.of("-c", Entrypoint.SCRIPT, "build.sh"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    Outcome run(List<String> shell, String... arguments) throws IOException, InterruptedException {
        return outcome(start(shell, arguments).waitFor());
    }

    Outcome outcome(int code) throws IOException {
        var result = directory.resolve("result");
        return new Outcome(
                code, Files.exists(result) ? new String(Files.readAllBytes(result), StandardCharsets.UTF_8) : "");
    }

    String said() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
    }

    List<String> arguments() throws IOException {
        return Files.readAllLines(directory.resolve("arguments"));
    }

    /** What the kubelet would see. */
    record Outcome(int code, String message) {
        BuildTermination.Built built() {
            return assertThat(BuildTermination.of(end()))
                    .asInstanceOf(type(BuildTermination.Built.class))
                    .actual();
        }

        BuildTermination.Failed failed() {
            return assertThat(BuildTermination.of(end()))
                    .asInstanceOf(type(BuildTermination.Failed.class))
                    .actual();
        }

        private ContainerStateTerminated end() {
            return new ContainerStateTerminatedBuilder()
                    .withExitCode(code)
                    .withMessage(message)
                    .build();
        }

        BuildFailure failure() {
            return BuildFailure.of(failed().stage(), failed().log());
        }
    }
}
