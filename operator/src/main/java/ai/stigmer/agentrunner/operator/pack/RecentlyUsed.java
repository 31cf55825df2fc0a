package ai.stigmer.agentrunner.operator.pack;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects that are held as they are: a fixed number. One that comes takes the place of one that was not asked for
 * since its turn came last (the clock algorithm), which is then packed, unless no cache has it any more.
 */
public final class RecentlyUsed {
    private final int count;
    private final List<WeakReference<Packed<?>>> places = new ArrayList<>();
    private int next;

    /**
     * Holds that many.
     *
     * @param count above 0
     */
    public RecentlyUsed(int count) {
        this.count = count;
    }

    void add(Packed<?> object) {
        var oldest = replace(object);
        if (oldest != null) {
            oldest.pack();
        }
    }

    private synchronized @Nullable Packed<?> replace(Packed<?> object) {
        if (places.size() < count) {
            places.add(new WeakReference<>(object));
            return null;
        }
        var oldest = places.get(next).get();
        for (int turns = 0; turns < count && oldest != null && oldest.wasUsed(); turns++) {
            next = (next + 1) % count;
            oldest = places.get(next).get();
        }
        places.set(next, new WeakReference<>(object));
        next = (next + 1) % count;
        return oldest;
    }
}
