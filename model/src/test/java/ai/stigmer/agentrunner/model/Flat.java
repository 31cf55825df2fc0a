package ai.stigmer.agentrunner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tree as paths to its leaves, e.g. {@code spec.template.spec.containers[agent-runner].image}: elements that have a
 * name, type, key or address are found by it, others by their place.
 */
final class Flat {
    private static final String[] KEYS = {"name", "type", "mountPath", "ip", "uid"};

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
                add(leaves, path + "[" + key(node.get(i), i) + "]", node.get(i));
            }
        } else {
            leaves.put(path, node);
        }
    }

    private static String key(JsonNode element, int index) {
        for (var key : KEYS) {
            if (element.path(key).isTextual()) {
                return element.path(key).asText();
            }
        }
        return Integer.toString(index);
    }
}
