package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Folder;
import ai.stigmer.agentrunner.cli.runtime.FakeDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's own manifests, and those at the limits of what it takes: each is run, or refused in a sentence. */
class HostileManifestsTest {
    /** More than any sentence, with all mistakes of a file told at once. */
    private static final int SENTENCE = 20_000;

    private final FakeDocker docker;

    HostileManifestsTest() throws IOException {
        docker = new FakeDocker(FakeDocker.docker29());
    }

    @AfterEach
    void close() {
        docker.close();
    }

    static Stream<Path> manifests() {
        var cases = Folder.list("model/src/test/resources/cases").stream()
                .filter(Files::isDirectory)
                .flatMap(area -> Folder.list(area.toString()).stream())
                .map(folder -> folder.resolve("in-agentrunner.yaml"))
                .filter(Files::exists);
        return Stream.concat(Folder.list("crds/generator/src/test/resources/invalid").stream(), cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void what_the_operator_is_tested_with_gets_no_more_than_a_sentence(Path file) throws IOException {
        sentence(Files.readString(file));
    }

    static Stream<String> atTheLimits() {
        return Stream.of(
                environment(512, 2000),
                environment(512, 3000),
                environment(2000, 1),
                "{version: 1.4.2, template: {nodeSelector: {disk: \"\\u001b[2J" + "x".repeat(400_000) + "\"}}}",
                "{version: 1.4.2, args: [\"\\u0007\\t\\n\", \"\\u202eleft\", \"$(HOME) `id` ; rm -rf /\"], env: [{name: A, value: \"\\u0000\"}]}",
                "{version: 1.4.2, env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1e999999999}}}]}",
                "{version: 1.4.2, resources: {limits: {memory: 12345678901234567890e999999999}}}",
                "{version: 1.4.2, workspace: {claim: {size: 1e999999999}}}",
                "{version: 1.4.2, workspace: {mountPath: \"/a/../../etc\"}}",
                "{version: 1.4.2, env: [{name: \"A=B\\nC\", value: x}]}",
                "{version: 1.4.2, command: [\"\\u0000\"]}",
                "{version: \"1.4.2 --privileged\"}",
                "{version: 1.4.2, image: {repository: \"-v/:/host\"}}",
                "{build: {source: {git: {url: \"--upload-pack=touch /tmp/x\"}}}}",
                "{build: {source: {git: {url: \"ext::sh -c touch% /tmp/x\"}}}}",
                "{version: 1.4.2, temporal: {address: \"localhost:99999\"}}",
                "{build: {args: {DOCKER_CONFIG: ./x, LD_PRELOAD: ./x.so, \"\": \"\"}, source: {inline: {files: {Dockerfile: FROM"
                        + " scratch}}}}}",
                "{build: {dockerfile: ../../etc/passwd, source: {inline: {files: {Dockerfile: FROM scratch}}}}}");
    }

    @ParameterizedTest
    @MethodSource("atTheLimits")
    void what_is_at_the_limits_gets_no_more_than_a_sentence(String spec) {
        sentence("{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: hostile}, spec: " + spec + "}");
    }

    @Test
    void a_value_that_the_terminal_would_obey_is_not_handed_to_it() {
        var result = sentence("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: hostile}
                spec: {version: 1.4.2, serviceAccountName: "\\u001b[2J"}
                """);
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/w,source=other", "/w\\\",type=bind", "/w\\n", "w"})
    void a_mount_path_is_no_way_to_other_volumes_and_folders(String path) {
        for (var spec : List.of(
                "workspace: {mountPath: \"" + path + "\"}",
                "template: {volumes: [{name: x, emptyDir: {}}], volumeMounts: [{name: x, mountPath: \"" + path
                        + "\"}]}",
                "template: {volumes: [{name: x, emptyDir: {}}], volumeMounts: [{name: x, mountPath: \"/x:rw\"}]}")) {
            var result = sentence(
                    "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: hostile}, spec: {version: 1.4.2, "
                            + spec + "}}");
            assertThat(result.exit()).as(spec).isEqualTo(ExitCode.INVALID.number());
        }
    }

    private Calls.Result sentence(String manifest) {
        var result = Calls.call(manifest, "run", "--dry-run", "-");
        assertThat(result.exit()).as(result.err()).isIn(ExitCode.OK.number(), ExitCode.INVALID.number());
        noMore(result);
        // Images, built ones too, are there; volumes and containers are made.
        var real = Calls.callOn(docker, manifest, "run", "--no-wait", "-");
        assertThat(real.exit())
                .as(real.err())
                .isIn(ExitCode.OK.number(), ExitCode.INVALID.number(), ExitCode.FAILED.number());
        noMore(real);
        return result;
    }

    private static void noMore(Calls.Result result) {
        assertThat(result.err())
                .doesNotContain("mistake of agentrunner", "stopped answering", "\tat ", "Exception")
                .hasSizeLessThan(SENTENCE);
        assertThat(result.err().chars())
                .as(result.err())
                .allMatch(letter -> letter == '\n' || !Character.isISOControl(letter));
    }

    private static String environment(int variables, int length) {
        return IntStream.range(0, variables)
                .mapToObj(i -> "{name: V" + i + ", value: '" + "x".repeat(length) + "'}")
                .collect(Collectors.joining(",", "{version: 1.4.2, env: [", "]}"));
    }

    @Test
    void every_manifest_of_the_operators_tests_is_found() {
        assertThat(manifests()).hasSizeGreaterThan(400);
    }
}
