package ai.stigmer.agentrunner.operator.client;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Gives equal strings the same instance, most of the time. A fixed table whose places are simply taken over: it forgets
 * what isn't seen again and never grows.
 */
final class StringPool {
    /** 2^14: some 60 KB, many times the distinct names, labels and images of an installation. */
    private static final int PLACES = 1 << 14;
    /** Longer strings are messages and rarely repeat. */
    private static final int LONGEST = 128;

    private final AtomicReferenceArray<String> table = new AtomicReferenceArray<>(PLACES);

    String same(String string) {
        if (string.length() > LONGEST) {
            return string;
        }
        int hash = string.hashCode();
        int place = (hash ^ (hash >>> 14)) & (PLACES - 1);
        var held = table.getPlain(place);
        if (string.equals(held)) {
            return held;
        }
        table.setRelease(place, string);
        return string;
    }
}
