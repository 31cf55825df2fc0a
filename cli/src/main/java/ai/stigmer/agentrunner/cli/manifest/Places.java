package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each path of a document is in its file; looked for where one is first asked for, as nothing is to be said of most
 * documents. For one thread at a time.
 */
final class Places {
    private final int size;
    private final Place begin;
    private final Supplier<Located> search;
    private @Nullable Located found;

    /** A tree like the document's, and where its values are. */
    record Located(JsonNode tree, PlaceTree places) {}

    /**
     * Of a document.
     *
     * @param size how many values it has
     * @param begin where it begins
     */
    Places(int size, Place begin, Supplier<Located> search) {
        this.size = size;
        this.begin = begin;
        this.search = search;
    }

    int size() {
        return size;
    }

    /** Of a path that isn't there, where its nearest parent is. */
    Place of(String path) {
        if (path.isEmpty()) {
            return begin;
        }
        var known = found;
        if (known == null) {
            known = search.get();
            found = known;
        }
        return known.places().find(known.tree(), begin, path);
    }
}
