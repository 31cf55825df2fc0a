package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.manifest.RunnerDocument;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * An AgentRunner after an apply of a manifest, in the way in which it was applied before: where kubectl has noted what was
 * applied last, as {@code kubectl apply}; else, where a manager has applied it, as server-side apply.
 *
 * @param runner without its status, and without what the API server alone writes
 * @param remark what was not known; empty: nothing
 */
record Apply(ObjectNode runner, Optional<String> remark) {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Under which {@code kubectl apply --server-side} applies. */
    private static final String KUBECTL = "kubectl";

    private static final List<String> METADATA = List.of("name", "namespace", "labels", "annotations");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * To one that is there.
     *
     * @param given the manifest
     * @param live as the API server has it
     */
    static Apply to(ObjectNode live, ObjectNode given) {
        var wanted = essence(given);
        // kubectl notes in them what it applies, so that there are always some.
        wanted.withObject("/metadata/annotations");
        var present = essence(live);
        var lastApplied = lastApplied(live);
        if (lastApplied.isPresent()) {
            return new Apply(
                    cleaned(ThreeWayMerge.clientSide(essence(lastApplied.get()), wanted, present)), Optional.empty());
        }
        var managers = OwnedFields.appliers(live);
        var manager = managers.contains(KUBECTL) || managers.size() == 1
                ? Optional.of(managers.contains(KUBECTL) ? KUBECTL : managers.getFirst())
                : Optional.<String>empty();
        var last = manager.map(name -> essence(OwnedFields.ownedOnlyBy(name, live)))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return new Apply(
                managers.isEmpty()
                        ? cleaned(ThreeWayMerge.clientSide(last, wanted, present))
                        : cleaned(ThreeWayMerge.serverSide(last, wanted, present, RunnerDocument.schema())),
                managers.isEmpty() || manager.isPresent()
                        ? Optional.empty()
                        : Optional.of("it is applied by " + String.join(" and ", managers)
                                + ": that something is taken out of the manifest is not seen here"));
    }

    /** One that isn't there yet. */
    static Apply created(ObjectNode given) {
        return new Apply(cleaned(ThreeWayMerge.clientSide(none(), essence(given), none())), Optional.empty());
    }

    /** One as it is, to be compared with another. */
    static ObjectNode cleaned(ObjectNode runner) {
        var cleaned = essence(runner);
        if (cleaned.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        for (var name : List.of("labels", "annotations")) {
            if (cleaned.path("metadata").path(name).isEmpty()) {
                ((ObjectNode) cleaned.path("metadata")).remove(name);
            }
        }
        return CanonicalTree.of(cleaned);
    }

    /** What users write. */
    private static ObjectNode essence(ObjectNode runner) {
        var essence = runner.deepCopy().retain("apiVersion", "kind", "metadata", "spec");
        if (essence.path("metadata") instanceof ObjectNode metadata) {
            metadata.retain(METADATA);
        }
        return essence;
    }

    private static Optional<ObjectNode> lastApplied(ObjectNode live) {
        var text = live.path("metadata").path("annotations").path(LAST_APPLIED).asText("");
        try {
            return JSON.readTree(text) instanceof ObjectNode applied ? Optional.of(applied) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }
}
