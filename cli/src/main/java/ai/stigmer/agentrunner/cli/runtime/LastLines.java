package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.model.text.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The end of what a program writes, for the message that it failed. */
final class LastLines {
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();

    LastLines(int most) {
        this.most = most;
    }

    /** Takes lines and hands them on, without escape sequences and empty ones. */
    Consumer<String> and(Consumer<String> other) {
        return line -> {
            var plain = PlainText.of(line).stripTrailing();
            if (plain.isBlank()) {
                return;
            }
            lines.addLast(plain);
            if (lines.size() > most) {
                lines.removeFirst();
            }
            other.accept(plain);
        };
    }

    String text() {
        return String.join("\n", lines);
    }
}
