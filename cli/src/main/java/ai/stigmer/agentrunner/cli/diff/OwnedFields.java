package ai.stigmer.agentrunner.cli.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Who owns which part of an object, as its managedFields tell (FieldsV1 in k8s.io/apimachinery). */
final class OwnedFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Before the name of a field. */
    private static final String FIELD = "f:";

    /** Before the keys of a list's element, in JSON. */
    private static final String KEYS = "k:";

    /** Before an element of a list, in JSON. */
    private static final String VALUE = "v:";

    /** The field or element itself, beside what is in it. */
    private static final String SELF = ".";

    private OwnedFields() {}

    /** The managers that have applied the object, in the order in which it names them. */
    static List<String> appliers(ObjectNode object) {
        return entries(object)
                .filter(entry -> entry.path("operation").asText().equals("Apply"))
                .map(entry -> entry.path("manager").asText())
                .toList();
    }

    /** That part of the object which this manager has applied. */
    static ObjectNode appliedBy(String manager, ObjectNode object) {
        return part(manager, object, List.of());
    }

    /** That part of the object which this manager has applied and nobody else owns. */
    static ObjectNode ownedOnlyBy(String manager, ObjectNode object) {
        return part(
                manager,
                object,
                entries(object)
                        .filter(entry -> !isApplied(entry, manager))
                        .map(entry -> entry.path("fieldsV1"))
                        .toList());
    }

    private static ObjectNode part(String manager, ObjectNode object, List<JsonNode> others) {
        return entries(object)
                .filter(entry -> isApplied(entry, manager))
                .findFirst()
                .flatMap(entry -> owned(object, entry.path("fieldsV1"), others))
                .map(ObjectNode.class::cast)
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Of the object, not of its status and the like. */
    private static Stream<JsonNode> entries(ObjectNode object) {
        return StreamSupport.stream(object.at("/metadata/managedFields").spliterator(), false)
                .filter(entry -> !entry.has("subresource"));
    }

    private static boolean isApplied(JsonNode entry, String manager) {
        return entry.path("operation").asText().equals("Apply")
                && entry.path("manager").asText().equals(manager);
    }

    /**
     * @param fields of the manager, at this place
     * @param others of all others that own something there
     */
    private static Optional<JsonNode> owned(JsonNode live, JsonNode fields, List<JsonNode> others) {
        if (fields.isEmpty() || !live.isContainerNode()) {
            return others.isEmpty() && !live.isMissingNode() ? Optional.of(live) : Optional.empty();
        }
        var object = JsonNodeFactory.instance.objectNode();
        var list = JsonNodeFactory.instance.arrayNode();
        for (var entry : fields.properties()) {
            var step = entry.getKey();
            var inside = others.stream()
                    .filter(other -> other.isEmpty() || other.has(step))
                    .map(other -> other.isEmpty() ? other : other.path(step))
                    .toList();
            if (step.startsWith(FIELD)) {
                var name = step.substring(FIELD.length());
                owned(live.path(name), entry.getValue(), inside).ifPresent(value -> object.set(name, value));
            } else if (!step.equals(SELF)) {
                element(live, step)
                        .flatMap(item -> owned(item, entry.getValue(), inside))
                        .ifPresent(list::add);
            }
        }
        var found = live.isArray() ? list : object;
        return found.isEmpty() && !(fields.has(SELF) && others.isEmpty()) ? Optional.empty() : Optional.of(found);
    }

    private static Optional<JsonNode> element(JsonNode list, String step) {
        try {
            var wanted = JSON.readTree(step.substring(KEYS.length()));
            return StreamSupport.stream(list.spliterator(), false)
                    .filter(item -> step.startsWith(VALUE)
                            ? item.equals(wanted)
                            : wanted.properties().stream()
                                    .allMatch(key -> key.getValue().equals(item.path(key.getKey()))))
                    .findFirst();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
