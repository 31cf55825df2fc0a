package ai.stigmer.agentrunner.operator.serve;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.management.NotificationEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the heap is after a collection: what is left is alive, and grows with the AgentRunners. Without room for more
 * the process ends, is started anew, and ends again.
 */
public final class HeapUse {
    private static final Logger LOG = LoggerFactory.getLogger(HeapUse.class);
    /** What is left is some thousand AgentRunners' worth of the default limit: time to act. */
    private static final double NEAR = 0.85;

    private final LongSupplier alive;
    private final long limit;

    /**
     * Heap use as it is told.
     *
     * @param alive bytes that were in use after the last collection; 0 before the first
     * @param limit in bytes
     */
    HeapUse(LongSupplier alive, long limit) {
        this.alive = alive;
        this.limit = limit;
    }

    /** That of this JVM's old generation. */
    public static HeapUse ofThisProcess() {
        var pool = oldGeneration();
        return new HeapUse(
                () -> pool.getCollectionUsage().getUsed(), pool.getUsage().getMax());
    }

    /** Has a warning logged each time that a collection leaves the heap nearly full. */
    public void logWarnings() {
        oldGeneration().setCollectionUsageThreshold((long) (limit * NEAR));
        if (ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter collections) {
            collections.addNotificationListener(
                    (notification, handback) -> warning().ifPresent(LOG::warn),
                    notification ->
                            MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED.equals(notification.getType()),
                    null);
        }
    }

    /** What there is to say where the heap is nearly full; empty: there is room. */
    public Optional<String> warning() {
        var share = (double) alive.getAsLong() / limit;
        return share < NEAR
                ? Optional.empty()
                : Optional.of("near its memory limit: %.0f %% of the heap are in use after a collection; "
                                .formatted(100 * share)
                        + "raise the limit of the operator's container, or share the namespaces between several "
                        + "(docs/performance.md)");
    }

    private static MemoryPoolMXBean oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElseThrow(() -> new IllegalStateException("every collector has a pool of long-lived objects"));
    }
}
