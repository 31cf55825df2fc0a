package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.manifest.SchemaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What an object is after an apply: what is given is so, what was applied before and is no longer given is gone, and what
 * others have set besides stays.
 */
final class ThreeWayMerge {
    /** Whether elements of lists and parts of what is taken out have owners of their own. */
    private final boolean isServerSide;

    private ThreeWayMerge(boolean isServerSide) {
        this.isServerSide = isServerSide;
    }

    /**
     * As {@code kubectl apply} does it with a custom resource (CreateThreeWayJSONMergePatch in k8s.io/apimachinery): lists are
     * replaced, and a null takes a field out.
     *
     * @param last what was given the last time
     */
    static ObjectNode clientSide(ObjectNode last, ObjectNode given, ObjectNode live) {
        return new ThreeWayMerge(false).object(last, given, live, MissingNode.getInstance());
    }

    /**
     * As server-side apply does it: lists are merged by the keys that the schema names.
     *
     * @param last that part of the live object which nobody but this manager owns
     */
    static ObjectNode serverSide(ObjectNode last, ObjectNode given, ObjectNode live, JsonNode schema) {
        return new ThreeWayMerge(true).object(last, given, live, schema);
    }

    private ObjectNode object(JsonNode last, JsonNode given, ObjectNode live, JsonNode schema) {
        var merged = live.deepCopy();
        last.properties().stream()
                .filter(entry -> !given.has(entry.getKey()))
                .forEach(entry -> takeOut(merged, entry.getKey(), entry.getValue(), schema));
        given.properties().forEach(entry -> {
            var name = entry.getKey();
            if (!entry.getValue().isNull()) {
                var field = SchemaType.ofField(name, schema);
                merged.set(name, value(last.path(name), entry.getValue(), merged.path(name), field));
            } else if (!last.path(name).isNull()) {
                // One that was null before is no change.
                merged.remove(name);
            }
        });
        return merged;
    }

    private void takeOut(ObjectNode merged, String name, JsonNode last, JsonNode schema) {
        var live = merged.path(name);
        var none = last.isObject() ? JsonNodeFactory.instance.objectNode() : JsonNodeFactory.instance.arrayNode();
        var rest = isServerSide && last.isContainerNode() && live.isContainerNode()
                ? value(last, none, live, SchemaType.ofField(name, schema))
                : none;
        if (rest.isEmpty()) {
            merged.remove(name);
        } else {
            merged.set(name, rest);
        }
    }

    private JsonNode value(JsonNode last, JsonNode given, JsonNode live, JsonNode schema) {
        if (given.isObject() && live instanceof ObjectNode object && !isAtomic(schema)) {
            return object(last, given, object, schema);
        }
        var keys = keys(schema);
        return given.isArray() && live.isArray() && !keys.isEmpty()
                ? list(last, given, live, schema.path("items"), keys)
                : withoutNulls(given);
    }

    private static boolean isAtomic(JsonNode schema) {
        return schema.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    private List<String> keys(JsonNode schema) {
        return isServerSide
                ? StreamSupport.stream(schema.path("x-kubernetes-list-map-keys").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of();
    }

    /** In the order of what is given; what others have put between stays there. */
    private ArrayNode list(JsonNode last, JsonNode given, JsonNode live, JsonNode schema, List<String> keys) {
        var merged = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (var item : given) {
            int index = index(live, item, keys);
            for (; next < index; next++) {
                addIfOthers(live.get(next), last, given, keys, merged);
            }
            next = Math.max(next, index + 1);
            int before = index(last, item, keys);
            merged.add(
                    index < 0
                            ? withoutNulls(item)
                            : value(
                                    before < 0 ? MissingNode.getInstance() : last.get(before),
                                    item,
                                    live.get(index),
                                    schema));
        }
        for (; next < live.size(); next++) {
            addIfOthers(live.get(next), last, given, keys, merged);
        }
        return merged;
    }

    private static void addIfOthers(JsonNode item, JsonNode last, JsonNode given, List<String> keys, ArrayNode merged) {
        if (index(given, item, keys) < 0 && index(last, item, keys) < 0) {
            merged.add(item);
        }
    }

    private static int index(JsonNode list, JsonNode item, List<String> keys) {
        return IntStream.range(0, list.size())
                .filter(index -> keys.stream()
                        .allMatch(key -> item.path(key).equals(list.get(index).path(key))))
                .findFirst()
                .orElse(-1);
    }

    /** Within lists they stay. */
    private static JsonNode withoutNulls(JsonNode given) {
        if (!given.isObject()) {
            return given;
        }
        var rest = JsonNodeFactory.instance.objectNode();
        given.properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> rest.set(entry.getKey(), withoutNulls(entry.getValue())));
        return rest;
    }
}
