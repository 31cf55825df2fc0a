package ai.stigmer.agentrunner.model.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an absent field means where no default of its own is due: an empty one. */
final class Absent {

    private Absent() {}

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Keeps the order that was written. */
    static <V> Map<String, V> map(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : new LinkedHashMap<>(map);
    }

    static <T> T value(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
