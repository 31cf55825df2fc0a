package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.Main;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file, it is judged or refused in sentences, soon, and within the memory that the launcher gives. */
class HostileYamlTest {
    /** The launcher's heap, src/launcher/jvm.options. */
    private static final String HEAP = "-Xmx256m";

    /** With its cache of classes the command takes 2 s at most; here it has none, and other tests run beside it. */
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Of resident memory, in kB: 512 MB. */
    private static final long MEMORY = 512 * 1024;

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private static final String DEMO = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo, labels: {team: agents}}
            spec:
              version: 1.4.2
              replicas: 1
              env: [{name: A, value: "b"}, {name: C, valueFrom: {secretKeyRef: {name: d, key: e}}}]
              workspace: {claim: {size: 1Gi}}
              template: {volumes: [{name: v, emptyDir: {}}]}
            """;

    private static final String CHARACTERS =
            "{}[]:,-?&*!|>'\"%@`#~<=. \n\t0123456789abcKEY\\\u0000\u0007\u001b\u00e9\u202e\ufeff\ud83d\ude80";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void text_at_random(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            judge(randomText(random, random.nextInt(400)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void a_manifest_with_changes_at_random(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var text = new StringBuilder(DEMO);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, randomText(random, 3));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                }
            }
            judge(text.toString());
        }
    }

    /** Expressions that repeat a group need more stack for a longer text. */
    @Test
    void a_long_text_that_conditions_look_at() {
        judge(DEMO + "  image: {repository: " + "a/".repeat(100_000) + "b}\n");
        judge(DEMO + "  commonMetadata: {labels: {" + "a.".repeat(100_000) + "b: c}}\n");
    }

    private static String randomText(Random random, int length) {
        return random.ints(length, 0, CHARACTERS.length())
                .mapToObj(index -> String.valueOf(CHARACTERS.charAt(index)))
                .collect(Collectors.joining());
    }

    /** In this process: no mistake of the program, and no more than sentences. */
    private static void judge(String text) {
        for (var command :
                List.of(List.of("validate", "-"), List.of("render", "-"), List.of("run", "--dry-run", "-"))) {
            var result = Calls.call(text, command.toArray(String[]::new));
            assertThat(result.exit()).as(text).isBetween(0, 2);
            assertThat(result.err()).as(text).doesNotContain("mistake of agentrunner", "\tat ");
            assertThat(result.err().length()).as(text).isLessThan(20_000);
        }
    }

    static Stream<Arguments> huge() {
        var lines = IntStream.range(0, 12)
                .mapToObj(level -> level == 0
                        ? "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                        : "a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(10)));
        var bomb = lines.collect(Collectors.joining());
        var merges = "a0: &a0 {x: 1}\n"
                + IntStream.range(1, 40)
                        .mapToObj(
                                level -> "a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(level, level, level - 1, level - 1))
                        .collect(Collectors.joining());
        return Stream.of(
                Arguments.of("aliases", bomb),
                Arguments.of("aliases in many documents", (bomb.substring(0, 150) + "---\n").repeat(5000)),
                Arguments.of("merges", merges),
                Arguments.of("itself", "a: &a {b: *a}\n"),
                Arguments.of(
                        "a long text, often",
                        DEMO + "  args: [&a \"" + "\u2192".repeat(600_000) + "\"" + ", *a".repeat(280_000) + "]\n"),
                Arguments.of(
                        "a long text within fields, often",
                        DEMO.replace(
                                "env: [",
                                "env: [&a {name: \"" + "\u2192".repeat(600_000) + "\", value: b}, "
                                        + "*a, ".repeat(90_000))),
                Arguments.of(
                        "base64, often",
                        "x: &a !!binary " + "YWFh".repeat(400_000) + "\ny: [" + "*a,".repeat(280_000) + "]\n"),
                Arguments.of(
                        "a long key above much",
                        DEMO + "  commonMetadata: {labels: {? " + "k".repeat(9900) + " : [" + "1,".repeat(190_000)
                                + "]}}\n"),
                Arguments.of(
                        "long keys in each other above much",
                        ("{" + "k".repeat(1000) + ": ").repeat(9) + "[" + "1,".repeat(190_000) + "]" + "}".repeat(9)),
                Arguments.of(
                        "JSON with a long key above much",
                        "{\"" + "k".repeat(1_900_000) + "\": [" + "1,".repeat(900_000) + "1]}"),
                Arguments.of("many mistakes", DEMO + "  args: [" + "1,".repeat(190_000) + "]\n"),
                Arguments.of("long numbers", DEMO + "  args: [&n " + "9".repeat(99) + ", *n".repeat(280_000) + "]\n"),
                Arguments.of("brackets", "[".repeat(500_000)),
                Arguments.of("braces", "{a: ".repeat(200_000)),
                Arguments.of(
                        "indentation",
                        IntStream.range(0, 3000)
                                .mapToObj(i -> " ".repeat(i) + "a:\n")
                                .collect(Collectors.joining())),
                Arguments.of("many items", "a: [" + "x,".repeat(2_000_000) + "]\n"),
                Arguments.of(
                        "many unknown fields",
                        DEMO
                                + IntStream.range(0, 100_000)
                                        .mapToObj(i -> "  x" + i + ": 1\n")
                                        .collect(Collectors.joining())),
                Arguments.of(
                        "many variables",
                        DEMO.replace("[{name: A", "[" + "{name: A, value: \"b\"},".repeat(60_000) + "{name: A")),
                Arguments.of("a long text", DEMO.replace("1.4.2", "x".repeat(4_000_000))),
                Arguments.of("a long name", DEMO.replace("demo", "y".repeat(2_000_000))),
                Arguments.of(
                        "a long key",
                        DEMO + "  " + "k".repeat(100_000) + ": 1\n  ? " + "z".repeat(1_000_000) + "\n  : 1\n"),
                Arguments.of("a long number", DEMO.replace("replicas: 1", "replicas: " + "9".repeat(3_000_000))),
                Arguments.of(
                        "a large exponent",
                        DEMO.replace("1Gi", "1e999999999").replace("replicas: 1", "replicas: 1e999999999")),
                Arguments.of(
                        "a list of lists", "{kind: List, items: [" + "{kind: List, items: []},".repeat(100_000) + "]}"),
                Arguments.of("comments", "# c\n".repeat(1_000_000)),
                Arguments.of("more than any file", "a".repeat(5_000_000)),
                Arguments.of("separators", "---\n".repeat(1_000_000)));
    }

    /** In a process of its own, as the launcher starts it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("huge")
    void what_is_huge_gets_sentences_soon(String name, String manifest, @TempDir Path folder) throws Exception {
        var path = Files.writeString(folder.resolve("file.yaml"), manifest);
        var said = folder.resolve("said");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "validate",
                        path.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        long peak = peakUntilEnd(process);
        assertThat(process.waitFor(SOON)).isTrue();
        assertThat(peak).isLessThan(MEMORY);
        var text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isBetween(0, 2);
        assertThat(text).doesNotContain("OutOfMemoryError", "mistake of agentrunner", "\tat ");
        assertThat(text.length()).isLessThan(300_000);
    }

    /** Where Linux tells, of one that takes no longer than it may; else 0. */
    private static long peakUntilEnd(Process process) throws InterruptedException {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        long peak = 0;
        for (var end = Instant.now().plus(SOON); Instant.now().isBefore(end); ) {
            if (process.waitFor(Duration.ofMillis(20))) {
                break;
            }
            peak = Math.max(peak, peak(status));
        }
        return peak;
    }

    private static long peak(Path status) {
        try {
            var found = PEAK.matcher(Files.readString(status));
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        } catch (IOException e) {
            // It has just ended.
            return 0;
        }
    }

    @Test
    void the_launcher_gives_that_memory() {
        try {
            assertThat(Files.readString(Repository.root().resolve("cli/src/launcher/jvm.options")))
                    .contains(HEAP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
