package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The API server takes a known field that is null for one that isn't there, before it looks at anything else. */
final class NullFields {

    private NullFields() {}

    /** A copy without them; itself where there are none. An item of a list stays. */
    static JsonNode removed(JsonNode value, JsonNode schema) {
        return hasNull(value) ? copied(value, schema) : value;
    }

    private static boolean hasNull(JsonNode value) {
        for (var child : value) {
            if (child.isNull() || hasNull(child)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode copied(JsonNode value, JsonNode schema) {
        if (value.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> {
                var field = SchemaType.ofField(entry.getKey(), schema);
                if (!entry.getValue().isNull() || field.isMissingNode()) {
                    object.set(entry.getKey(), copied(entry.getValue(), field));
                }
            });
            return object;
        }
        return value instanceof ArrayNode array ? items(array, schema.path("items")) : value;
    }

    private static ArrayNode items(ArrayNode array, JsonNode schema) {
        var items = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(item -> items.add(copied(item, schema)));
        return items;
    }
}
