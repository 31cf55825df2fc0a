package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.PodSpecOwners;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * Makes the operator the owner of what kubectl owns in the spec of a Deployment's pods, and of nothing else: annotations of
 * the pods (kubectl rollout restart), {@code paused} and replicas stay kubectl's.
 */
public final class FieldTakeover {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FieldTakeover() {}

    /**
     * A JSON patch of nothing but metadata, so that no pod restarts. The API server refuses it with 409 where the object has
     * changed meanwhile. The hash of what was applied last goes, too: should the apply that is to follow not be made, the
     * next reconcile still sees that one is needed.
     *
     * @param live with all of its managedFields
     * @return empty: there is nothing to hand over, or the operator owns nothing yet
     */
    public static Optional<String> patch(Deployment live) {
        var managers = live.getMetadata().getManagedFields();
        if (managers.stream().noneMatch(PodSpecOwners::isTakenBack)
                || managers.stream().noneMatch(FieldTakeover::isOwnApply)) {
            return Optional.empty();
        }
        var own = (ObjectNode) JSON.valueToTree(
                managers.stream().filter(FieldTakeover::isOwnApply).findFirst().orElseThrow());
        var others = JSON.createArrayNode();
        for (var entry : managers) {
            if (isOwnApply(entry)) {
                continue;
            }
            var tree = JSON.<ObjectNode>valueToTree(entry);
            if (PodSpecOwners.isTakenBack(entry)) {
                move((ObjectNode) tree.get("fieldsV1"), own.withObjectProperty("fieldsV1"));
            }
            if (!tree.path("fieldsV1").isEmpty()) {
                others.add(tree);
            }
        }
        return Optional.of(patch(live, others.add(own)));
    }

    private static String patch(Deployment live, ArrayNode managedFields) {
        var metadata = live.getMetadata();
        var patch = JSON.createArrayNode();
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", metadata.getResourceVersion());
        patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", metadata.getUid());
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/managedFields")
                .set("value", managedFields);
        if (metadata.getAnnotations() != null && metadata.getAnnotations().containsKey(Annotations.APPLIED)) {
            patch.addObject()
                    .put("op", "remove")
                    .put("path", "/metadata/annotations/" + Annotations.APPLIED.replace("/", "~1"));
        }
        return patch.toString();
    }

    private static boolean isOwnApply(ManagedFieldsEntry entry) {
        return Write.OPERATOR.equals(entry.getManager())
                && "Apply".equals(entry.getOperation())
                && entry.getSubresource() == null;
    }

    /** Takes the share of the pods' spec out of one set of fields and adds it to another. */
    private static void move(ObjectNode from, ObjectNode to) {
        var spec = (ObjectNode) from.get(PodSpecOwners.POD_SPEC.get(0));
        var template = (ObjectNode) spec.get(PodSpecOwners.POD_SPEC.get(1));
        var moved = template.remove(PodSpecOwners.POD_SPEC.get(2));
        merge(
                to.withObjectProperty(PodSpecOwners.POD_SPEC.get(0))
                        .withObjectProperty(PodSpecOwners.POD_SPEC.get(1))
                        .withObjectProperty(PodSpecOwners.POD_SPEC.get(2)),
                moved);
        if (template.isEmpty()) {
            spec.remove(PodSpecOwners.POD_SPEC.get(1));
        }
        if (spec.isEmpty()) {
            from.remove(PodSpecOwners.POD_SPEC.get(0));
        }
    }

    private static void merge(ObjectNode into, JsonNode fields) {
        fields.properties().forEach(field -> merge(into.withObjectProperty(field.getKey()), field.getValue()));
    }
}
