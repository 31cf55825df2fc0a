package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.ClaimDeletion;
import ai.stigmer.agentrunner.model.render.ClaimRenderer;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.ClaimSize;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.WorkspaceState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashSet;
import java.util.Optional;

/** The workspace's claim: the one that the operator makes, or one that others made. No step ever deletes either. */
final class ClaimStep implements PlanStep {
    static final String KIND = "PersistentVolumeClaim";

    @Override
    public void plan(PlanContext context) {
        switch (context.spec().workspace()) {
            case WorkspaceSpec.Ephemeral ephemeral -> context.workspace(WorkspaceState.EPHEMERAL, Optional.empty());
            case WorkspaceSpec.Existing existing -> existing(context, existing);
            case WorkspaceSpec.Claim wanted -> own(context, wanted);
        }
    }

    private static void existing(PlanContext context, WorkspaceSpec.Existing existing) {
        var observed = context.observed();
        var spec = context.spec();
        var state = WorkspaceState.of(spec, observed.existingClaim())
                .preferring(Blockers.rejection(observed.rejections(), KIND, existing.claimName(), spec));
        if (isOutOfReach(spec, existing, observed)) {
            state.finding().ifPresent(context.plan()::block);
        }
        context.workspace(state, observed.existingClaim());
    }

    /**
     * Whether the pods had better stay as they are: new ones would wait for a claim that isn't there, and the last old one
     * would take a claim that is being deleted along.
     */
    private static boolean isOutOfReach(RunnerSpec spec, WorkspaceSpec.Existing existing, Observed observed) {
        return observed.existingClaim()
                .map(live -> live.getMetadata().getDeletionTimestamp() != null && !isBeingSuspended(spec, observed))
                .orElseGet(() -> !isMounted(existing.claimName(), observed));
    }

    /** Pods that run without the claim must not give way to pods that wait for it. */
    private static boolean isMounted(String claim, Observed observed) {
        return observed.deployment().stream()
                .flatMap(live -> live.getSpec().getTemplate().getSpec().getVolumes().stream())
                .map(Volume::getPersistentVolumeClaim)
                .anyMatch(source -> source != null && claim.equals(source.getClaimName()));
    }

    private static void own(PlanContext context, WorkspaceSpec.Claim wanted) {
        var observed = context.observed();
        var spec = context.spec();
        var live = observed.claim();
        var blocker = blocker(spec, wanted, observed);
        if (!isBeingSuspended(spec, observed)) {
            blocker.ifPresent(context.plan()::block);
        }
        var isUsable = context.plan().isOpen() && blocker.isEmpty();
        var state = WorkspaceState.of(spec, live).preferring(blocker);
        if (isUsable && live.isPresent() && context.isKnownUnchanged(KIND)) {
            context.plan().markUnchanged(KIND);
            context.workspace(state, live);
            return;
        }
        var desired = desired(spec, wanted, live.filter(claim -> isUsable));
        if (isUsable && !observed.isRejected(desired)) {
            context.plan().apply(desired, live);
        }
        context.workspace(state, live.or(() -> Optional.of(desired)));
    }

    /** Its pods may go whatever is wrong with the claim, which may be waiting for just that. */
    private static boolean isBeingSuspended(RunnerSpec spec, Observed observed) {
        return spec.suspend() && Ownership.of(observed.deployment(), spec) == Ownership.OURS;
    }

    /** Why the claim of the wanted one's name can't be it; it is then left as it is. */
    private static Optional<Finding> blocker(RunnerSpec spec, WorkspaceSpec.Claim wanted, Observed observed) {
        var live = observed.claim();
        var name = Names.workspaceClaim(spec.name());
        return Blockers.ownership(Ownership.ofClaim(live, spec), KIND, name, spec)
                .or(() -> live.flatMap(claim -> mismatch(spec, wanted, claim)))
                .or(() -> live.isPresent()
                        ? Optional.empty()
                        : Blockers.rejection(observed.rejections(), KIND, name, spec));
    }

    private static Optional<Finding> mismatch(RunnerSpec spec, WorkspaceSpec.Claim wanted, PersistentVolumeClaim live) {
        var className = live.getSpec().getStorageClassName();
        if (wanted.storageClassName().isPresent()
                && !wanted.storageClassName().get().equals(className)
                && !mayGetClass(live)) {
            return Optional.of(
                    className == null
                            ? mismatch(live, "no storage class", "spec.workspace.claim without storageClassName", spec)
                            : mismatch(
                                    live,
                                    "storage class " + className,
                                    "spec.workspace.claim.storageClassName: " + className,
                                    spec));
        }
        var modes = live.getSpec().getAccessModes();
        if (!new HashSet<>(modes).equals(new HashSet<>(wanted.accessModes()))) {
            return Optional.of(
                    mismatch(live, "access modes " + modes, "spec.workspace.claim.accessModes: " + modes, spec));
        }
        return Optional.empty();
    }

    /** Whether the API server lets it get one (validateStorageClassUpgradeFromNil in k8s.io/kubernetes). */
    private static boolean mayGetClass(PersistentVolumeClaim live) {
        return live.getSpec().getStorageClassName() == null && !ClaimSize.hadVolume(live);
    }

    /**
     * The wanted claim, as far as the live one can follow: it never shrinks, an unbound one can't grow yet, and one that
     * was not created for this AgentRunner is kept. Where no class is asked for, a change names the one there is: to
     * leave out a field that a former AgentRunner applied would be to remove it, which the API server refuses.
     *
     * @param live absent: it is yet to be made
     */
    private static PersistentVolumeClaim desired(
            RunnerSpec spec, WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        var size = size(wanted, live);
        var createdFor = live.map(ClaimDeletion::createdFor).orElseGet(() -> Optional.of(spec.uid()));
        var allowed = live.filter(claim -> !ClaimDeletion.isAllowed(claim, spec))
                .map(claim -> wanted.retained())
                .orElse(wanted);
        var sameClass = live.filter(claim -> wanted.storageClassName().isEmpty())
                .filter(claim -> !isAsApplied(ClaimRenderer.render(spec, allowed, size, createdFor), claim))
                .map(claim -> claim.getSpec().getStorageClassName())
                .map(allowed::ofClass);
        return ClaimRenderer.render(spec, sameClass.orElse(allowed), size, createdFor);
    }

    private static boolean isAsApplied(PersistentVolumeClaim desired, PersistentVolumeClaim live) {
        Comparison.stamp(desired);
        return Comparison.unchanged(desired, live);
    }

    private static Quantity size(WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        return live.map(ClaimSize::of)
                .map(size -> size.following(wanted.size()))
                .orElse(wanted.size());
    }

    /** The operator itself never deletes a claim, not even one that never had a volume. */
    private static Finding mismatch(PersistentVolumeClaim live, String has, String write, RunnerSpec spec) {
        var claim = live.getMetadata().getName();
        var delete = "kubectl delete pvc -n " + spec.namespace() + " " + claim + " makes way for a new claim";
        return Finding.refused(
                Reason.ClaimMismatch,
                "claim " + claim + " already exists with " + has + ", which can't be changed: "
                        + (ClaimSize.hadVolume(live)
                                ? "write " + write + ", or take another name for the AgentRunner; " + delete
                                        + " and deletes the files"
                                : delete + ", and no files are lost, as it was never bound to a volume; or write "
                                        + write));
    }
}
