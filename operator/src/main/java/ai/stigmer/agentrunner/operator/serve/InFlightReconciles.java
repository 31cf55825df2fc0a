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
public final class InFlightReconciles {
    private final Map<String, Reconcile> underWay = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * None under way.
     *
     * @param clock monotonic, in nanoseconds
     */
    public InFlightReconciles(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins one; empty: one is under way, which is told. To be closed at its end. */
    public Optional<Reconcile> take(String subject) {
        var reconcile = new Reconcile(subject, clock.getAsLong());
        var other = underWay.putIfAbsent(subject, reconcile);
        if (other == null) {
            return Optional.of(reconcile);
        }
        other.isAskedFor = true;
        return Optional.empty();
    }

    /** The one that has taken longer than that. */
    Optional<String> longerThan(Duration limit) {
        var now = clock.getAsLong();
        return underWay.values().stream()
                .filter(reconcile -> now - reconcile.begun > limit.toNanos())
                .map(reconcile -> reconcile.subject)
                .findFirst();
    }

    /** One reconcile. */
    public final class Reconcile implements AutoCloseable {
        private final String subject;
        private final long begun;
        private volatile boolean isAskedFor;

        private Reconcile(String subject, long begun) {
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
