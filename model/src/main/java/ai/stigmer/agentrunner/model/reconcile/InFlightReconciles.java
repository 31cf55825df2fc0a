package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.NamespacedName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The reconciles under way. Of one AgentRunner there is at most one: the SDK begins a second one where an AgentRunner is
 * deleted and made anew meanwhile. Whoever is turned away may not be heard again, as the SDK drops what was scheduled for
 * it at the end of the first: that one has to requeue in its place.
 */
public final class InFlightReconciles {
    private final Map<NamespacedName, InFlight> underWay = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * @param clock monotonic, in nanoseconds
     */
    public InFlightReconciles(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins one, to be ended; empty: one is under way, which notes that it was asked for again. */
    public Optional<InFlight> begin(NamespacedName runner) {
        var inFlight = new InFlight(runner, clock.getAsLong());
        var other = underWay.putIfAbsent(runner, inFlight);
        if (other == null) {
            return Optional.of(inFlight);
        }
        other.isAskedForAgain = true;
        return Optional.empty();
    }

    /** An AgentRunner whose reconcile has taken longer than the limit; empty: there is none. */
    public Optional<NamespacedName> longerThan(Duration limit) {
        var now = clock.getAsLong();
        return underWay.values().stream()
                .filter(inFlight -> now - inFlight.begunAt > limit.toNanos())
                .map(inFlight -> inFlight.runner)
                .findFirst();
    }

    public final class InFlight {
        private final NamespacedName runner;
        private final long begunAt;
        private volatile boolean isAskedForAgain;

        private InFlight(NamespacedName runner, long begunAt) {
            this.runner = runner;
            this.begunAt = begunAt;
        }

        /** Whether another was turned away since; final once this has ended. */
        boolean isAskedForAgain() {
            return isAskedForAgain;
        }

        public void end() {
            underWay.remove(runner, this);
        }
    }
}
