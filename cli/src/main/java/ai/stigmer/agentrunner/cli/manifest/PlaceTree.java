package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of a tree are in a file, beside the tree: whatever is moved within it takes its places along. */
final class PlaceTree {
    private final IdentityHashMap<JsonNode, Map<String, Place>> children = new IdentityHashMap<>();

    /** Writes down where the child of an object or a list is. */
    void put(ContainerNode<?> parent, String step, Place place) {
        children.computeIfAbsent(parent, node -> new HashMap<>()).put(step, place);
    }

    /** Takes the place of a field along, into another object. */
    void move(ContainerNode<?> from, ContainerNode<?> into, String step) {
        var place = children.getOrDefault(from, Map.of()).get(step);
        if (place != null) {
            put(into, step, place);
        }
    }

    /** The step to a field of an object. */
    static String field(String name) {
        return "." + name;
    }

    /** The step to an item of a list. */
    static String item(int index) {
        return "[" + index + "]";
    }

    /**
     * Where a path leads; of one that isn't there, as far as it leads.
     *
     * @param tree where it begins
     * @param begin where that is
     * @param path e.g. {@code .spec.env[0].name}
     */
    Place find(JsonNode tree, Place begin, String path) {
        var node = tree;
        var place = begin;
        for (int at = 0; at < path.length(); ) {
            var steps = children.getOrDefault(node, Map.of());
            var step = step(path, at, steps);
            if (step == null) {
                return place;
            }
            place = steps.getOrDefault(step, place);
            node = step.startsWith("[")
                    ? node.path(Integer.parseInt(step, 1, step.length() - 1, 10))
                    : node.path(step.substring(1));
            at += step.length();
        }
        return place;
    }

    /** The longest that is there: a name may have dots. */
    private static @Nullable String step(String path, int from, Map<String, Place> steps) {
        for (int end = path.length(); end > from; end--) {
            if (end == path.length() || path.charAt(end) == '.' || path.charAt(end) == '[') {
                var step = path.substring(from, end);
                if (steps.containsKey(step)) {
                    return step;
                }
            }
        }
        return null;
    }
}
