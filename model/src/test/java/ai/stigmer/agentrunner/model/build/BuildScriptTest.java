package ai.stigmer.agentrunner.model.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The entrypoint of a build's container, run by each shell that is at hand. The logs are those of a real buildctl. */
class BuildScriptTest {
    private static final Path LOGS = Path.of("src/test/resources/build-logs");
    private static final Path TOLD = Path.of("src/test/resources/build-failures.yaml");

    private Path directory;

    private Script script;

    @BeforeEach
    void stage(@TempDir Path directory) throws IOException {
        this.directory = directory;
        script = new Script(directory);
    }

    /** BuildKit's image has busybox; others have another shell. */
    static Stream<List<String>> shells() {
        return Stream.of(List.of("sh"), List.of("busybox", "sh")).filter(BuildScriptTest::isHere);
    }

    private static boolean isHere(List<String> shell) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell.get(0))));
    }

    /** {@code -Dgolden.update} writes what each failure is told as. */
    @Test
    void each_failure_is_told_in_words_that_help() throws IOException, InterruptedException {
        var told = new TreeMap<String, Map<String, Object>>();
        try (var logs = Files.list(LOGS)) {
            for (var log :
                    logs.filter(file -> !file.endsWith("git-succeeds.log")).toList()) {
                script.buildctlSays(Files.readAllBytes(log), 1);
                var outcome = script.run(List.of("sh"));
                var failure = outcome.failure();
                var line = new LinkedHashMap<String, Object>();
                line.put("reason", failure.reason());
                line.put("triedAgain", outcome.code() == 2);
                line.put("words", failure.words());
                line.put("fix", failure.fix());
                told.put(log.getFileName().toString().replace(".log", ""), line);
            }
        }
        if (System.getProperty("golden.update") != null) {
            Files.writeString(TOLD, Yaml.write(told));
        }
        assertThat(Yaml.write(told)).as("make generate writes %s", TOLD).isEqualTo(Files.readString(TOLD));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_image_is_told_with_its_digest_and_the_commit_of_an_annotated_tag(List<String> shell)
            throws IOException, InterruptedException {
        script.buildctlSays(Files.readAllBytes(LOGS.resolve("git-succeeds.log")), 0);
        var outcome = script.run(shell);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.built().digest()).isEqualTo("sha256:abc");
        assertThat(outcome.built().commit()).contains("5770947a055fc7ec7dd12554739c65ceec0bf1cd");
        assertThat(outcome.message().lines().findFirst().orElseThrow()).matches("built sha256:abc \\d+");
        assertThat(script.said()).contains("[internal] load git source");
    }

    /** Of a message that is longer the kubelet keeps the end, without the digest. */
    @ParameterizedTest
    @MethodSource("shells")
    void however_much_git_says_the_digest_is_told(List<String> shell) throws IOException, InterruptedException {
        var commit = "cb9bae9da48dc95ad98ae95bc826994488038adb";
        var address = "https://git.example.com/" + "a".repeat(1000) + ".git#" + "b".repeat(256);
        script.buildctlSays(
                "#1 [internal] load git source " + address + "\n"
                        + ("#1 0.1 " + commit + "\trefs/heads/" + "b".repeat(256) + "\n").repeat(50),
                0);
        var outcome = script.run(shell);
        assertThat(outcome.message().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(4096);
        assertThat(outcome.built().digest()).isEqualTo("sha256:abc");
        assertThat(outcome.built().commit()).contains(commit);
    }

    @Test
    void a_commit_that_was_asked_for_is_told_where_BuildKit_need_not_ask_the_repository()
            throws IOException, InterruptedException {
        var commit = "cb9bae9da48dc95ad98ae95bc826994488038adb";
        script.buildctlSays(
                "#1 [internal] load git source https://git.example.com/a.git#" + commit + ":b\n#1 CACHED\n", 0);
        assertThat(script.run(List.of("sh")).built().commit()).contains(commit);
    }

    @Test
    void what_a_step_prints_is_taken_for_no_commit() throws IOException, InterruptedException {
        script.buildctlSays("#5 0.1 cb9bae9da48dc95ad98ae95bc826994488038adb\n", 0);
        assertThat(script.run(List.of("sh")).built().commit()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void the_end_of_a_long_log_is_told_within_what_the_kubelet_keeps(List<String> shell)
            throws IOException, InterruptedException {
        script.buildctlSays("\"\\".repeat(5000) + "\nerror: failed to solve: \"the\tend\"\n", 1);
        var outcome = script.run(shell);
        assertThat(outcome.message().getBytes(UTF_8)).hasSizeBetween(3000, 4096);
        assertThat(outcome.failed().log()).endsWith("\"\nerror: failed to solve: \"the end\"".substring(1));
        assertThat(script.said()).hasSizeGreaterThan(10000);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void quotes_colours_progress_bars_and_other_scripts_survive(List<String> shell)
            throws IOException, InterruptedException {
        var log =
                "#5 0.1 \u001b[31mred\u001b[0m \u0001\u0007bell\r50%\r100%\n#5 0.2 größer \\n \"quoted\" $(id) `id` 你好\n";
        script.buildctlSays(log + "error: failed to solve: x\n", 1);
        assertThat(script.run(shell).failed().log())
                .isEqualTo("#5 0.1 red bell\n50%\n100%\n#5 0.2 größer \\n \"quoted\" $(id) `id` 你好\n"
                        + "error: failed to solve: x");
    }

    @Test
    void bytes_that_are_no_text_leave_the_message_readable() throws IOException, InterruptedException {
        script.buildctlSays(new byte[] {'a', (byte) 0xff, 0, (byte) 0xe2, '\n'}, 1);
        assertThat(script.run(List.of("sh")).failed().log()).startsWith("a");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void arguments_arrive_whole(List<String> shell) throws IOException, InterruptedException {
        script.run(shell, "--opt", "build-arg:A=two  words, \"quotes\" $HOME 'n' \\ * \n and a line");
        assertThat(String.join("\n", script.arguments()))
                .contains("--opt\nbuild-arg:A=two  words, \"quotes\" $HOME 'n' \\ * \n and a line");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_missing_Secret_is_told_before_anything_is_built(List<String> shell)
            throws IOException, InterruptedException {
        script.file("secrets/one", "1");
        script.environment.put(
                "NEEDED",
                directory.resolve("build/secrets/one") + " the first\n" + directory.resolve("build/secrets/two")
                        + " secrets: the key b of the Secret a\n");
        var outcome = script.run(shell);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.failed().stage()).isEqualTo("Secret");
        assertThat(outcome.failed().log()).isEqualTo("secrets: the key b of the Secret a is missing or empty");
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void files_are_copied_without_the_links_that_Kubernetes_mounts_them_by(List<String> shell)
            throws IOException, InterruptedException {
        script.file("files/..2026/Dockerfile", "FROM scratch");
        script.file("files/..2026/.dockerignore", "x");
        script.file("files/..2026/app/main.py", "print()");
        var files = directory.resolve("build/files");
        Files.createSymbolicLink(files.resolve("..data"), Path.of("..2026"));
        for (var name : List.of("Dockerfile", ".dockerignore", "app")) {
            Files.createSymbolicLink(files.resolve(name), Path.of("..data", name));
        }
        script.run(shell);
        var context = directory.resolve("tmp/context");
        try (var all = Files.walk(context)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> context.relativize(file).toString()))
                    .containsExactlyInAnyOrder("Dockerfile", ".dockerignore", "app/main.py");
        }
        assertThat(context.resolve("Dockerfile")).hasContent("FROM scratch").isRegularFile();
        assertThat(Files.isSymbolicLink(context.resolve("Dockerfile"))).isFalse();
    }

    /** Whoever runs the test may read everything, so a stand-in tells of the file; busybox takes its own. */
    @Test
    void files_of_the_workspace_that_can_not_be_read_are_told_before_they_become_empty_ones()
            throws IOException, InterruptedException {
        script.program("find", "#!/bin/sh\necho \"$1/closed\"\n");
        script.environment.put("WORKSPACE", directory.toString());
        var outcome = script.run(List.of("sh"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.failure().reason()).isEqualTo(BuildReason.Source);
        assertThat(outcome.failure().words()).isEqualTo("the build may not read " + directory + "/closed");
        assertThat(outcome.failure().fix()).contains("fsGroup");
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    @Test
    void files_of_the_workspace_that_can_be_read_are_built_from() throws IOException, InterruptedException {
        script.environment.put("WORKSPACE", directory.resolve("build").toString());
        script.file("a file", "x");
        assertThat(script.run(List.of("sh")).code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_token_for_the_repository_is_handed_over_by_a_file_alone(List<String> shell)
            throws IOException, InterruptedException {
        script.file("git/token", "t0p-secret\n");
        var outcome = script.run(shell);
        assertThat(outcome.code()).isZero();
        assertThat(Files.readString(directory.resolve("header"))).isEqualTo(basic("x-access-token:t0p-secret"));
        assertThat(script.arguments().toString() + script.said()).doesNotContain("t0p-secret");
    }

    @Test
    void a_user_and_a_long_password_are_handed_over_too() throws IOException, InterruptedException {
        script.file("git/username", "alice");
        script.file("git/password", "p".repeat(200));
        script.run(List.of("sh"));
        assertThat(Files.readString(directory.resolve("header"))).isEqualTo(basic("alice:" + "p".repeat(200)));
    }

    @Test
    void an_SSH_key_is_handed_over() throws IOException, InterruptedException {
        script.file("git/ssh-privatekey", "key");
        script.run(List.of("sh"));
        assertThat(script.arguments())
                .containsSubsequence("--ssh", "default=" + directory.resolve("build/git/ssh-privatekey"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_Secret_without_credentials_for_the_repository_is_told(List<String> shell)
            throws IOException, InterruptedException {
        script.file("git/user", "alice");
        var outcome = script.run(shell);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.failed().log()).contains("source.git.secretRef", "token, password or ssh-privatekey");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void BuildKit_that_does_not_start_is_told_with_its_words(List<String> shell)
            throws IOException, InterruptedException {
        script.program(
                "rootlesskit", "#!/bin/sh\necho '[rootlesskit:parent] error: operation not permitted' >&2; exit 1\n");
        var outcome = script.run(shell);
        assertThat(outcome.code()).isEqualTo(1);
        var failure = outcome.failure();
        assertThat(failure.reason()).isEqualTo(BuildReason.Builder);
        assertThat(failure.words()).contains("operation not permitted");
    }

    @Test
    void BuildKit_that_does_not_end_is_not_waited_for() throws IOException, InterruptedException {
        script.program(
                "rootlesskit",
                "#!/bin/sh\ntrap '' TERM; : >${BUILDKIT_HOST#unix://}; while kill -0 $PPID 2>/dev/null; do sleep 0.05; done\n");
        script.environment.put("KEEP", "true");
        var process = script.start(List.of("sh"));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(script.outcome(process.exitValue()).built().digest()).isEqualTo("sha256:abc");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void what_a_failing_step_says_of_a_network_is_not_tried_again() throws IOException, InterruptedException {
        script.buildctlSays(
                "#5 0.1 dial tcp: connection refused\nerror: failed to solve: process \"x\" did not complete successfully: exit code: 1\n",
                1);
        assertThat(script.run(List.of("sh")).code()).isEqualTo(1);
    }

    @Test
    void a_buildctl_that_ends_without_a_word_is_tried_again() throws IOException, InterruptedException {
        script.buildctlSays("#5 0.1 halfway\n", 1);
        var outcome = script.run(List.of("sh"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.failure().reason()).isEqualTo(BuildReason.Unknown);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_pod_that_is_stopped_says_how_far_it_was(List<String> shell) throws IOException, InterruptedException {
        script.program("buildctl", """
                #!/bin/sh
                echo '#5 0.1 halfway'
                until grep -q halfway "$TMPDIR/log"; do sleep 0.05; done # another process writes it
                : >"$PLAY/started"
                sleep 30 # nobody ends it: in a pod it would end with the script
                """);
        var process = script.start(shell);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(directory.resolve("started")) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
        var outcome = script.outcome(process.exitValue());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.failed().stage()).isEqualTo("Stopped");
        assertThat(outcome.failed().log()).endsWith("halfway");
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
