package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Whose an object is. */
public enum Ownership {
    /** Nobody's: there is no object of the name. */
    ABSENT,
    /** This AgentRunner's. */
    OURS,
    /** On its way out: being deleted, or of a former AgentRunner of the same name, which takes it along. */
    LEAVING,
    /** Somebody else's: never to be touched. */
    FOREIGN;

    /**
     * Whose an object is that its owner reference makes ours. One that lost it when an AgentRunner of this name was deleted
     * with its dependents orphaned ({@code kubectl delete --cascade=orphan}) is ours by its labels and its field manager.
     */
    public static Ownership of(Optional<? extends HasMetadata> object, RunnerSpec spec) {
        if (object.isEmpty()) {
            return ABSENT;
        }
        var owner = controller(object.get());
        if (isControlledBy(object.get(), spec.uid())
                || (owner.isEmpty() && carriesOurs(object.get(), spec) && isApplied(object.get()))) {
            return isLeaving(object.get()) ? LEAVING : OURS;
        }
        return owner.filter(reference -> isFormer(reference, spec)).isPresent() ? LEAVING : FOREIGN;
    }

    /** Of a claim, which may have been kept by a former AgentRunner of the same name: our labels make it ours. */
    public static Ownership ofClaim(Optional<? extends HasMetadata> claim, RunnerSpec spec) {
        var byOwner = of(claim, spec);
        return byOwner == FOREIGN
                        && controller(claim.orElseThrow()).isEmpty()
                        && carriesOurs(claim.orElseThrow(), spec)
                        && Labels.COMPONENT_WORKSPACE.equals(
                                claim.orElseThrow().getMetadata().getLabels().get(Labels.COMPONENT))
                ? isLeaving(claim.orElseThrow()) ? LEAVING : OURS
                : byOwner;
    }

    /** Whether nobody controls the object. */
    public static boolean isOrphan(HasMetadata object) {
        return controller(object).isEmpty();
    }

    /** Whether an owner reference names this AgentRunner, by its uid, as the one that controls the object. */
    static boolean isControlledBy(HasMetadata object, String uid) {
        return controller(object)
                .map(OwnerReference::getUid)
                .filter(uid::equals)
                .isPresent();
    }

    private static boolean carriesOurs(HasMetadata object, RunnerSpec spec) {
        var labels = object.getMetadata().getLabels();
        return labels != null
                && spec.name().equals(labels.get(Labels.RUNNER))
                && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY));
    }

    /** Labels alone can be copied with a manifest; what was applied, and by whom, the API server itself notes. */
    private static boolean isApplied(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .anyMatch(entry -> Labels.OPERATOR.equals(entry.getManager()) && "Apply".equals(entry.getOperation()));
    }

    /** Of an object that is named after its AgentRunner and goes with it. */
    static ObjectMeta metadata(RunnerSpec spec) {
        return new ObjectMetaBuilder()
                .withName(spec.name())
                .withNamespace(spec.namespace())
                .withLabels(spec.commonMetadata().withLabels(Labels.of(spec.name(), Labels.COMPONENT_RUNNER)))
                .withAnnotations(spec.commonMetadata().annotations())
                .withOwnerReferences(reference(spec))
                .build();
    }

    /** What makes an object go when its AgentRunner goes. Nothing blocks the owner's deletion. */
    static OwnerReference reference(RunnerSpec spec) {
        return reference(spec.name(), spec.uid());
    }

    /** A controller reference to the AgentRunner of this name and uid. */
    public static OwnerReference reference(String runner, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion(AgentRunner.API_VERSION)
                .withKind(AgentRunner.KIND)
                .withName(runner)
                .withUid(uid)
                .withController(true)
                .build();
    }

    private static boolean isLeaving(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean isFormer(OwnerReference owner, RunnerSpec spec) {
        return AgentRunner.KIND.equals(owner.getKind())
                && owner.getApiVersion().startsWith(AgentRunner.GROUP + "/")
                && spec.name().equals(owner.getName());
    }

    private static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }
}
