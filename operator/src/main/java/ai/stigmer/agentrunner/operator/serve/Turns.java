package ai.stigmer.agentrunner.operator.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The reconciles under way. Of one AgentRunner there is at most one: the SDK begins a second one where an AgentRunner is
 * deleted and made anew meanwhile. Whoever is turned away may not be heard again, as the SDK drops what was scheduled for
 * it at the end of the first: that one has to look again in its place.
 */
public final class Turns {
    private final Map<String, Turn> underWay = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * None under way.
     *
     * @param clock monotonic, in nanoseconds
     */
    public Turns(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins one; empty: one is under way, which is told. To be closed at its end. */
    public Optional<Turn> take(String subject) {
        var turn = new Turn(subject, clock.getAsLong());
        var other = underWay.putIfAbsent(subject, turn);
        if (other == null) {
            return Optional.of(turn);
        }
        other.isAskedFor = true;
        return Optional.empty();
    }

    /** The one that has taken longer than that. */
    Optional<String> longerThan(Duration limit) {
        var now = clock.getAsLong();
        return underWay.values().stream()
                .filter(turn -> now - turn.begun > limit.toNanos())
                .map(turn -> turn.subject)
                .findFirst();
    }

    /** One reconcile. */
    public final class Turn implements AutoCloseable {
        private final String subject;
        private final long begun;
        private volatile boolean isAskedFor;

        private Turn(String subject, long begun) {
            this.subject = subject;
            this.begun = begun;
        }

        /** Whether another was turned away since; final once this is closed. */
        public boolean isAskedFor() {
            return isAskedFor;
        }

        @Override
        public void close() {
            underWay.remove(subject, this);
        }
    }
}
