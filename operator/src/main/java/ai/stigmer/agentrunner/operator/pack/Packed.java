package ai.stigmer.agentrunner.operator.pack;

import org.jspecify.annotations.Nullable;

/**
 * One object: as it is while it is in use, compressed otherwise. Of thousands of AgentRunners few change at a time, and
 * what is known of the others takes a tenth of the memory so.
 */
final class Packed<T> {
    private final Compression<T> compression;
    private final RecentlyUsed recent;
    private volatile @Nullable T object;
    private volatile byte @Nullable [] bytes;
    private volatile boolean isRecent;
    private volatile boolean isUsed;

    Packed(T object, Compression<T> compression, RecentlyUsed recent) {
        this.object = object;
        this.compression = compression;
        this.recent = recent;
        use();
    }

    T get() {
        var present = object;
        if (present == null) {
            var packed = bytes;
            present = compression.unpack(packed == null ? new byte[0] : packed);
            object = present;
        }
        use();
        return present;
    }

    private void use() {
        isUsed = true;
        if (!isRecent) {
            isRecent = true;
            recent.add(this);
        }
    }

    /** Whether it was asked for since this was asked. */
    boolean wasUsed() {
        var was = isUsed;
        isUsed = false;
        return was;
    }

    /** Keeps it compressed until it is asked for. */
    void pack() {
        var present = object;
        if (present != null && bytes == null) {
            bytes = compression.pack(present);
        }
        isRecent = false;
        object = null;
    }
}
