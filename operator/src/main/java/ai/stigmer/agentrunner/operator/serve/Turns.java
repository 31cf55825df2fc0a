package ai.stigmer.agentrunner.operator.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The reconciles under way: never two of one AgentRunner, and none for longer than it can take. (An AgentRunner that is
 * deleted and made again during its reconcile would otherwise be handed out twice.)
 */
public final class Turns {
    private final Map<String, Long> underWay = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * None under way.
     *
     * @param clock monotonic, in nanoseconds
     */
    public Turns(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins one; empty: one is under way. To be closed at its end. */
    public Optional<Turn> take(String subject) {
        return underWay.putIfAbsent(subject, clock.getAsLong()) == null
                ? Optional.of(() -> underWay.remove(subject))
                : Optional.empty();
    }

    /** The one that has taken longer than that. */
    Optional<String> longerThan(Duration limit) {
        var now = clock.getAsLong();
        return underWay.entrySet().stream()
                .filter(turn -> now - turn.getValue() > limit.toNanos())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** One reconcile. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }
}
