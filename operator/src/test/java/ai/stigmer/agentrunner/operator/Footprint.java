package ai.stigmer.agentrunner.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What an operator's process holds on to.
 *
 * @param heapKib KiB of its heap in use, right after a full collection
 * @param threads that it runs, the JVM's own among them
 */
record Footprint(int heapKib, int threads) {
    private static final Pattern GENERATION =
            Pattern.compile("(?m)^\\s*(?:DefNew|def new generation|Tenured|tenured generation)\\s.*?used (\\d+)K");

    static Footprint of(OperatorProcess operator) {
        jcmd(operator, "GC.run");
        var used = GENERATION
                .matcher(jcmd(operator, "GC.heap_info"))
                .results()
                .mapToInt(generation -> Integer.parseInt(generation.group(1)))
                .sum();
        assertThat(used).isPositive();
        var threads = jcmd(operator, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\""))
                .count();
        return new Footprint(used, (int) threads);
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
