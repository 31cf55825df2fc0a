package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Turns what the generator wrote into the definition that is shipped. */
final class CrdFinish {
    private CrdFinish() {}

    static ObjectNode finish(ObjectNode generated, JsonNode frame, JsonNode embeddedRules) {
        merge(generated, frame);
        var steps = List.of(new EmbeddedTypes(), new ListTypes(), new Formats(), new Rules(embeddedRules));
        steps.forEach(step -> Schema.walk(schema(generated), step));
        return generated;
    }

    static ObjectNode schema(ObjectNode definition) {
        return (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    /** Maps are merged by key, lists of maps by position; any other value of the frame replaces the generated one. */
    private static void merge(JsonNode target, JsonNode frame) {
        if (target instanceof ObjectNode object) {
            frame.properties().forEach(entry -> {
                if (mergeable(object.get(entry.getKey()), entry.getValue())) {
                    merge(object.get(entry.getKey()), entry.getValue());
                } else {
                    object.set(entry.getKey(), entry.getValue());
                }
            });
        } else if (target instanceof ArrayNode array) {
            for (int i = 0; i < frame.size(); i++) {
                merge(array.get(i), frame.get(i));
            }
        }
    }

    private static boolean mergeable(JsonNode target, JsonNode frame) {
        return target != null
                && ((target.isObject() && frame.isObject())
                        || (target.isArray()
                                && frame.isArray()
                                && target.path(0).isObject()));
    }
}
