package ai.stigmer.agentrunner.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a manifest in one place, as a slip of the hand does: mostly it is refused then. */
final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<JsonNode> VALUES = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(1.5),
            JSON.numberNode(3_000_000_000L),
            JSON.numberNode(9_007_199_254_740_993L),
            JSON.textNode(""),
            JSON.textNode("a b"),
            JSON.textNode("1Gi"),
            JSON.textNode("x".repeat(5000)),
            JSON.objectNode(),
            JSON.arrayNode(),
            JSON.arrayNode().add("a").add("a"),
            JSON.objectNode().put("name", "a"));

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** A copy with one change. */
    ObjectNode of(ObjectNode manifest) {
        var copy = manifest.deepCopy();
        var containers = new ArrayList<JsonNode>();
        collect(copy, containers);
        var container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            change(object);
        } else {
            change((ArrayNode) container);
        }
        return copy;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void change(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        names.removeAll(List.of("apiVersion", "kind"));
        if (names.isEmpty() || random.nextInt(6) == 0) {
            object.set("unknown", value());
            return;
        }
        var name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "s", object.remove(name));
            default -> object.set(name, value());
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(3) == 0) {
            array.add(value());
        } else if (random.nextBoolean()) {
            array.add(array.get(random.nextInt(array.size())).deepCopy());
        } else {
            array.set(random.nextInt(array.size()), value());
        }
    }

    private JsonNode value() {
        return VALUES.get(random.nextInt(VALUES.size())).deepCopy();
    }
}
