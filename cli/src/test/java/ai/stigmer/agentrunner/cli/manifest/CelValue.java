package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value as CEL sees it, of the type that the schema says. What is null is not there. It is made whole: each look at a field
 * goes through all that is in it.
 */
final class CelValue {

    private CelValue() {}

    static Object of(JsonNode value, JsonNode schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> fields(value, schema);
            case ARRAY -> items(value, schema.path("items"));
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> number(value, schema);
            default -> value.asText();
        };
    }

    private static Object number(JsonNode value, JsonNode schema) {
        var isWhole = value.isIntegralNumber() && !schema.path("type").asText().equals("number");
        return isWhole ? (Object) value.asLong() : (Object) value.asDouble();
    }

    private static Map<String, Object> fields(JsonNode object, JsonNode schema) {
        var fields = new LinkedHashMap<String, Object>();
        for (var entry : object.properties()) {
            if (!entry.getValue().isNull()) {
                fields.put(entry.getKey(), of(entry.getValue(), SchemaType.ofField(entry.getKey(), schema)));
            }
        }
        return fields;
    }

    private static List<Object> items(JsonNode array, JsonNode schema) {
        var items = new ArrayList<>();
        array.forEach(item -> items.add(of(item, schema)));
        return items;
    }
}
