package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What an operator's process holds on to.
 *
 * @param heapKib KiB of its heap that are alive
 * @param threads that it runs, the JVM's own among them
 */
record Footprint(int heapKib, int threads) {
    /** A line of the histogram, e.g. {@code 1: 78932 8694560 [B (java.base@25)}: the bytes, and of what. */
    private static final Pattern CLASS = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");

    /** What a collection leaves in the gaps: it may leave a twentieth of the old generation uncollected. */
    private static final String GAP = "jdk.internal.vm.Filler";

    static Footprint of(OperatorProcess operator) {
        // Collects all that is dead before it counts.
        var bytes = CLASS.matcher(jcmd(operator, "GC.class_histogram"))
                .results()
                .filter(type -> !type.group(2).contains(GAP))
                .mapToLong(type -> Long.parseLong(type.group(1)))
                .sum();
        assertThat(bytes).isPositive();
        var threads = jcmd(operator, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\""))
                .count();
        return new Footprint(Math.toIntExact(bytes / 1024), (int) threads);
    }

    @Override
    public String toString() {
        return heapKib + " KiB of heap and " + threads + " threads";
    }

    private static String jcmd(OperatorProcess operator, String command) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(operator.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
