package ai.stigmer.agentrunner.operator.observe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What was read from the API server a moment ago, so that many reconciles ask once. What is older is dropped. */
final class RecentReads {
    private final Duration fresh;
    private final LongSupplier clock;
    private final Map<String, Read> reads = new ConcurrentHashMap<>();

    private record Read(Optional<String> value, long at) {}

    /**
     * @param fresh how long a value is used
     * @param clock monotonic, in nanoseconds
     */
    RecentReads(Duration fresh, LongSupplier clock) {
        this.fresh = fresh;
        this.clock = clock;
    }

    /** The value as it was read last, or else as it is read now. */
    Optional<String> get(String key, Supplier<Optional<String>> read) {
        var now = clock.getAsLong();
        var last = reads.get(key);
        if (last != null && isFresh(last, now)) {
            return last.value();
        }
        var value = read.get();
        reads.values().removeIf(other -> !isFresh(other, now));
        reads.put(key, new Read(value, now));
        return value;
    }

    /** How many values are held. */
    int size() {
        return reads.size();
    }

    private boolean isFresh(Read read, long now) {
        return now - read.at() < fresh.toNanos();
    }
}
