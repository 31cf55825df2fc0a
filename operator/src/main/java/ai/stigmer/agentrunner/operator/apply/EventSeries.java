package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Events recorded lately, so that one that is repeated is counted and not recorded anew. What is forgotten, e.g. by a
 * restart, begins again.
 */
final class EventSeries {
    /** Longer than anything waits that is tried again, and half of what an API server keeps Events for by default. */
    private static final Duration GAP = Duration.ofMinutes(30);

    /** Some hundred bytes each. */
    private static final int REMEMBERED = 2000;

    private final Map<Key, Recorded> recorded = new LinkedHashMap<>(16, 0.75f, true);

    /** What makes two Events one series. */
    private record Key(String uid, PlannedEvent event) {}

    /**
     * An Event that was recorded.
     *
     * @param name of the Event
     * @param transition that was told last
     * @param count how many were
     * @param last when that was
     */
    record Recorded(String name, String transition, int count, Instant last) {

        Recorded again(String nextTransition, Instant now) {
            return new Recorded(name, nextTransition, count + 1, now);
        }
    }

    /** The Event that this one repeats; empty: it is the first, or the last was too long ago. */
    synchronized Optional<Recorded> find(String uid, PlannedEvent event, Instant now) {
        return Optional.ofNullable(recorded.get(new Key(uid, event)))
                .filter(before -> Duration.between(before.last(), now).compareTo(GAP) < 0);
    }

    synchronized void put(String uid, PlannedEvent event, Recorded now) {
        recorded.put(new Key(uid, event), now);
        if (recorded.size() > REMEMBERED) {
            recorded.remove(recorded.keySet().iterator().next());
        }
    }
}
