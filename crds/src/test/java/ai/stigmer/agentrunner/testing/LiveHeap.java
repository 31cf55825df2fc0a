package ai.stigmer.agentrunner.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What jcmd of this JDK tells of another JVM. */
public final class LiveHeap {
    /** A line of the histogram, e.g. {@code 1: 78932 8694560 [B (java.base@25)}: the bytes, and of what. */
    private static final Pattern CLASS = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");

    /** What a collection leaves in the gaps: it may leave a twentieth of the old generation uncollected. */
    private static final String GAP = "jdk.internal.vm.Filler";

    private LiveHeap() {}

    /**
     * Bytes of its heap that are in use, after a collection that this asks for.
     *
     * @throws IllegalStateException where jcmd doesn't tell, as of a process that has ended
     */
    public static long bytes(long pid) {
        var histogram = jcmd(pid, "GC.class_histogram");
        var bytes = CLASS.matcher(histogram)
                .results()
                .filter(type -> !type.group(2).contains(GAP))
                .mapToLong(type -> Long.parseLong(type.group(1)))
                .sum();
        if (bytes == 0) {
            throw new IllegalStateException("jcmd says " + histogram);
        }
        return bytes;
    }

    /** What a command of jcmd prints, errors as well. */
    public static String jcmd(long pid, String command) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
