package ai.stigmer.agentrunner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tree as paths to its leaves, e.g. {@code spec.template.spec.containers[agent-runner].image}: elements that have a
 * name, type, key or address are found by it, others by their place.
 */
final class Flat {
    private static final String[] KEYS = {"mountPath", "name", "type", "ip"};

    private Flat() {}

    static Map<String, JsonNode> of(JsonNode tree) {
        var leaves = new LinkedHashMap<String, JsonNode>();
        add(leaves, "", tree);
        return leaves;
    }

    private static void add(Map<String, JsonNode> leaves, String path, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry -> add(
                            leaves, path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue()));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                element(leaves, path, node.get(i), i);
            }
        } else {
            leaves.put(path, node);
        }
    }

    /** The key is in the path and not told again, unless there is nothing else. */
    private static void element(Map<String, JsonNode> leaves, String list, JsonNode element, int index) {
        for (var key : KEYS) {
            if (element.path(key).isTextual()) {
                var path = list + "[" + element.get(key).asText() + "]";
                add(leaves, path, element);
                if (element.size() > 1) {
                    leaves.remove(path + "." + key);
                }
                return;
            }
        }
        add(leaves, list + "[" + index + "]", element);
    }
}
