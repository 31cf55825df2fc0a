package ai.stigmer.agentrunner.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The layers of an image that is being pulled or pushed: a bar each on a terminal, a line for each that is complete elsewhere. */
public final class PullProgress implements AutoCloseable {
    private static final int WIDTH = 30;

    /** The runtimes' words for a layer that is done, on its way here and to a registry. */
    private static final Set<String> COMPLETE =
            Set.of("Pull complete", "Already exists", "Download complete", "Pushed", "Layer already exists");

    /** Docker counts the seconds down behind it. */
    private static final String RETRYING = "Retrying in ";

    private final Console console;
    private final Map<String, String> bars = new LinkedHashMap<>();
    private int shown;

    /** Shows nothing yet. */
    public PullProgress(Console console) {
        this.console = console;
    }

    /**
     * One layer's news.
     *
     * @param layer its short digest; empty: about the whole image
     * @param current bytes so far
     * @param total bytes in all; 0: not known
     */
    public void show(String layer, String status, long current, long total) {
        if (layer.isEmpty() || !layer.matches("[0-9a-f]{6,64}")) {
            return;
        }
        if (!console.isTerminal()) {
            var news = status.startsWith(RETRYING) ? "broke off, the runtime tries it again" : status;
            if ((isComplete(status) || status.startsWith(RETRYING)) && !news.equals(bars.put(layer, news))) {
                console.note(layer + " " + news);
            }
            return;
        }
        bars.put(layer, layer + " " + line(status, current, total));
        draw();
    }

    private static boolean isComplete(String status) {
        return COMPLETE.contains(status);
    }

    private static String line(String status, long current, long total) {
        if (total <= 0) {
            return status;
        }
        int full = Math.clamp(current * WIDTH / total, 0, WIDTH);
        return "%-12s [%s%s] %s/%s"
                .formatted(status, "=".repeat(full), " ".repeat(WIDTH - full), size(current), size(total));
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000 ? "%.1f MB".formatted(bytes / 1e6) : "%.0f kB".formatted(bytes / 1e3);
    }

    private void draw() {
        var text = new StringBuilder();
        if (shown > 0) {
            text.append("\u001b[").append(shown).append('A');
        }
        bars.values().forEach(bar -> text.append(Terminal.line(bar)).append('\n'));
        shown = bars.size();
        console.err().print(text);
        console.err().flush();
    }

    /** The bars stay as they are. */
    @Override
    public void close() {
        console.err().flush();
    }
}
