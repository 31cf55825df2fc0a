package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;

/**
 * A write after which all is as before, though it differs from what is there: the cluster itself decides otherwise, e.g.
 * an admission webhook that writes a mirror's name into every image. To wait until the object is as desired would be to
 * wait for ever.
 */
public final class NoOpApply {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NoOpApply() {}

    /** Whether the write had no effect on the object that was seen. */
    public static boolean is(Write write, HasMetadata reply, Observed observed) {
        return write.manager().equals(Write.OPERATOR)
                && observed.find(write.object())
                        .map(seen -> seen.getMetadata().getResourceVersion())
                        .filter(seen -> Objects.equals(seen, reply.getMetadata().getResourceVersion()))
                        .isPresent();
    }

    /** The object that was seen with all that is desired of it: as good as applied. */
    static Optional<HasMetadata> asApplied(Write write, Observed observed) {
        return observed.find(write.object()).map(seen -> {
            var tree = JSON.<ObjectNode>valueToTree(seen);
            overlay(tree, JSON.<ObjectNode>valueToTree(write.object()));
            try {
                return JSON.treeToValue(tree, write.object().getClass());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what was written as JSON can be read again", e);
            }
        });
    }

    private static void overlay(ObjectNode seen, ObjectNode desired) {
        for (var entry : desired.properties()) {
            JsonNode before = seen.path(entry.getKey());
            if (before instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode wanted) {
                overlay(inner, wanted);
            } else {
                seen.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
