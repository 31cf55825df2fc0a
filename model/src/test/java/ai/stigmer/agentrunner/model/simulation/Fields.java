package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fields as server-side apply counts them: a path leads to a value, to a list that is replaced as a whole, or, in
 * brackets, to an element of a list that is merged by key.
 */
final class Fields {
    private static final String SEPARATOR = "\t";

    private static final Map<String, List<String>> MERGED = Map.of(
            "containers", List.of("name"),
            "initContainers", List.of("name"),
            "volumes", List.of("name"),
            "env", List.of("name"),
            "imagePullSecrets", List.of("name"),
            "volumeMounts", List.of("mountPath"),
            "hostAliases", List.of("ip"),
            "ownerReferences", List.of("uid"));

    /** Nobody's in particular: they identify the object, or have an owner of their own. */
    private static final Set<String> NOT_COUNTED = Set.of(
            "apiVersion",
            "kind",
            "status",
            path("metadata", "name"),
            path("metadata", "namespace"),
            path("metadata", "uid"),
            path("metadata", "resourceVersion"),
            path("metadata", "generation"),
            path("metadata", "deletionTimestamp"));

    private Fields() {}

    static String path(String... segments) {
        return String.join(SEPARATOR, segments);
    }

    /** Whether a path leads into the spec of a Deployment's pods. */
    static boolean isOfPodSpec(String path) {
        return path.startsWith(path("spec", "template", "spec") + SEPARATOR);
    }

    /** Paths as managedFields have them. */
    static ObjectNode managed(Set<String> paths) {
        var root = JsonNodeFactory.instance.objectNode();
        for (var path : paths) {
            var node = root;
            for (var segment : path.split(SEPARATOR, -1)) {
                node = node.withObjectProperty(
                        segment.startsWith("[")
                                ? "k:{\"name\":\"" + segment.substring(1, segment.length() - 1) + "\"}"
                                : "f:" + segment);
            }
        }
        return root;
    }

    /** Every path that leads to something in the object. */
    static Set<String> of(ObjectNode object) {
        var paths = new HashSet<String>();
        collect(paths, "", "", object);
        return paths;
    }

    private static void collect(Set<String> paths, String path, String field, JsonNode node) {
        if (NOT_COUNTED.contains(path)) {
            return;
        }
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry -> collect(paths, join(path, entry.getKey()), entry.getKey(), entry.getValue()));
        } else if (node.isArray() && MERGED.containsKey(field)) {
            for (var element : node) {
                var inner = join(path, key(field, element));
                paths.add(inner);
                collect(paths, inner, "", element);
            }
        } else {
            paths.add(path);
        }
    }

    static JsonNode at(ObjectNode object, String path) {
        JsonNode node = object;
        var field = "";
        for (var segment : path.split(SEPARATOR, -1)) {
            node = child(node, field, segment);
            field = segment;
        }
        return node;
    }

    /** Takes a field out, and what is empty then. An element goes with all that is in it. */
    static void remove(ObjectNode object, String path) {
        int last = path.lastIndexOf(SEPARATOR);
        var parentPath = last < 0 ? "" : path.substring(0, last);
        var segment = path.substring(last + 1);
        var parent = last < 0 ? object : at(object, parentPath);
        if (parent instanceof ObjectNode inner) {
            inner.remove(segment);
        } else if (parent instanceof ArrayNode list) {
            var field = parentPath.substring(parentPath.lastIndexOf(SEPARATOR) + 1);
            var elements = list.elements();
            while (elements.hasNext()) {
                if (key(field, elements.next()).equals(segment)) {
                    elements.remove();
                }
            }
        }
        if (last >= 0 && parent.isContainerNode() && parent.isEmpty()) {
            remove(object, parentPath);
        }
    }

    /** Puts one object's fields into another, lists by key. */
    static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            var old = into.path(entry.getKey());
            var value = entry.getValue();
            if (old instanceof ObjectNode oldObject && value instanceof ObjectNode object && !object.isEmpty()) {
                merge(oldObject, object);
            } else if (old instanceof ArrayNode oldList
                    && value instanceof ArrayNode list
                    && MERGED.containsKey(entry.getKey())) {
                mergeList(entry.getKey(), oldList, list);
            } else if (!(old.isObject() && value.isObject())) {
                into.set(entry.getKey(), value.deepCopy());
            }
        });
    }

    /** What is applied comes in its order, as in structured-merge-diff; what others have stays between. */
    private static void mergeList(String field, ArrayNode into, ArrayNode from) {
        var merged = into.arrayNode();
        var applied = new ArrayDeque<JsonNode>();
        from.forEach(applied::add);
        for (var element : into) {
            while (!applied.isEmpty()
                    && child(into, field, key(field, applied.getFirst())).isMissingNode()) {
                merged.add(applied.removeFirst().deepCopy());
            }
            var key = key(field, element);
            if (child(from, field, key).isMissingNode()) {
                merged.add(element);
            } else if (!applied.isEmpty() && key(field, applied.getFirst()).equals(key)) {
                merged.add(mergeElement(element, applied.removeFirst()));
            }
        }
        applied.forEach(element -> merged.add(mergeElement(child(into, field, key(field, element)), element)));
        into.removeAll();
        into.addAll(merged);
    }

    private static JsonNode mergeElement(JsonNode old, JsonNode element) {
        if (old instanceof ObjectNode oldElement) {
            merge(oldElement, (ObjectNode) element);
            return oldElement;
        }
        return element.deepCopy();
    }

    private static JsonNode child(JsonNode node, String field, String segment) {
        if (!node.isArray()) {
            return node.path(segment);
        }
        for (var element : node) {
            if (key(field, element).equals(segment)) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }

    private static String key(String list, JsonNode element) {
        return MERGED.getOrDefault(list, List.of()).stream()
                .map(key -> element.path(key).asText())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String join(String path, String segment) {
        return path.isEmpty() ? segment : path + SEPARATOR + segment;
    }
}
