package ai.stigmer.agentrunner.operator;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says the same thing again only after a while. */
final class Reminder {
    private final long pause;
    private final LongSupplier clock;
    private String last = "";
    private long said;

    Reminder(Duration pause, LongSupplier clock) {
        this.pause = pause.toNanos();
        this.clock = clock;
    }

    boolean isDue(String words) {
        var now = clock.getAsLong();
        if (words.equals(last) && now - said < pause) {
            return false;
        }
        last = words;
        said = now;
        return true;
    }
}
