package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.container.Planned;
import ai.stigmer.agentrunner.cli.objects.RenderedObjects;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.render.Labels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects that the operator makes of an AgentRunner as it is, and as it would be. Both are rendered here, so that what
 * somebody has changed in the live ones, or what another version of the operator renders otherwise, isn't taken for an effect
 * of the apply.
 */
final class ObjectDiffs {

    private ObjectDiffs() {}

    /**
     * Those that it wants afterwards, and those that it deletes.
     *
     * @param live an object as the API server has it; asked where the operator makes nothing of the AgentRunner as it is, e.g.
     *     of a spec that it refuses: what it has applied before is what there is
     */
    static List<ObjectDiff> of(Planned before, Planned after, Function<HasMetadata, Optional<ObjectNode>> live) {
        var diffs = new ArrayList<ObjectDiff>();
        for (var object : after.objects()) {
            diffs.add(new ObjectDiff(
                    object.getKind(),
                    NamespacedName.of(object),
                    former(object, before, live),
                    Optional.of(tree(object))));
        }
        for (var object : after.deletes()) {
            diffs.add(new ObjectDiff(
                    object.getKind(), NamespacedName.of(object), former(object, before, live), Optional.empty()));
        }
        return diffs;
    }

    private static Optional<ObjectNode> former(
            HasMetadata object, Planned before, Function<HasMetadata, Optional<ObjectNode>> live) {
        return before.objects().stream()
                .filter(other -> other.getKind().equals(object.getKind()))
                .filter(other -> NamespacedName.of(other).equals(NamespacedName.of(object)))
                .findFirst()
                .map(ObjectDiffs::tree)
                .or(() -> live.apply(object).map(ObjectDiffs::applied));
    }

    private static ObjectNode tree(HasMetadata object) {
        return CanonicalTree.of(RenderedObjects.tree(object));
    }

    /** What the operator has applied of it, and its name. */
    private static ObjectNode applied(ObjectNode live) {
        var applied = OwnedFields.appliedBy(Labels.OPERATOR, live);
        applied.set("apiVersion", live.path("apiVersion"));
        applied.set("kind", live.path("kind"));
        var metadata = applied.withObject("/metadata");
        metadata.set("name", live.at("/metadata/name"));
        metadata.set("namespace", live.at("/metadata/namespace"));
        return CanonicalTree.of(RenderedObjects.withoutIdentity(applied));
    }
}
