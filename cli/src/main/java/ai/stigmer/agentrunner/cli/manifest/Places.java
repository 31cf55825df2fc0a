package ai.stigmer.agentrunner.cli.manifest;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each path of a document is in its file, e.g. {@code .spec.env[0].name}; looked for where one is first asked for, as
 * nothing is to be said of most documents. For one thread at a time.
 */
final class Places {
    private final int size;
    private final Supplier<Map<String, Place>> search;
    private @Nullable Map<String, Place> found;

    /**
     * Of a document.
     *
     * @param size how many values it has
     */
    Places(int size, Supplier<Map<String, Place>> search) {
        this.size = size;
        this.search = search;
    }

    int size() {
        return size;
    }

    Map<String, Place> all() {
        var known = found;
        if (known == null) {
            known = search.get();
            found = known;
        }
        return known;
    }
}
