package ai.stigmer.agentrunner.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A tree that is equal to another where both say the same: fields by name, and numbers as short as they can be. */
final class CanonicalTree {

    private CanonicalTree() {}

    static ObjectNode of(ObjectNode tree) {
        var sorted = JsonNodeFactory.instance.objectNode();
        tree.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.set(entry.getKey(), value(entry.getValue())));
        return sorted;
    }

    private static JsonNode value(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> of((ObjectNode) value);
            case ARRAY -> {
                var list = JsonNodeFactory.instance.arrayNode(value.size());
                value.forEach(item -> list.add(value(item)));
                yield list;
            }
            case NUMBER -> number(value);
            default -> value;
        };
    }

    /** A file's 1.0 is 1 in an API server's answer. */
    private static JsonNode number(JsonNode number) {
        if (!Double.isFinite(number.doubleValue())) {
            return number;
        }
        var nodes = JsonNodeFactory.instance;
        var isWhole = number.decimalValue().stripTrailingZeros().scale() <= 0;
        if (isWhole && number.canConvertToLong()) {
            return number.canConvertToInt()
                    ? nodes.numberNode(number.intValue())
                    : nodes.numberNode(number.longValue());
        }
        return number.isFloatingPointNumber() ? nodes.numberNode(number.doubleValue()) : number;
    }
}
