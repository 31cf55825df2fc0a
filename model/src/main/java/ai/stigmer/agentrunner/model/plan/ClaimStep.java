package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.ClaimRenderer;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.Quantities;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.WorkspaceState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashSet;
import java.util.Objects;
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
        var name = live.getMetadata().getName();
        var className = live.getSpec().getStorageClassName();
        if (wanted.storageClassName().isPresent()
                && !wanted.storageClassName().get().equals(className)) {
            return Optional.of(
                    className == null
                            ? mismatch(name, "no storage class", "spec.workspace.claim without storageClassName", spec)
                            : mismatch(
                                    name,
                                    "storage class " + className,
                                    "spec.workspace.claim.storageClassName: " + className,
                                    spec));
        }
        var modes = live.getSpec().getAccessModes();
        if (!new HashSet<>(modes).equals(new HashSet<>(wanted.accessModes()))) {
            return Optional.of(
                    mismatch(name, "access modes " + modes, "spec.workspace.claim.accessModes: " + modes, spec));
        }
        return Optional.empty();
    }

    /**
     * The wanted claim, as far as the live one can follow: it never shrinks, and an unbound one can't grow yet. Where no
     * class is asked for, a change names the one there is: to leave out a field that a former AgentRunner applied would
     * be to remove it, which the API server refuses.
     *
     * @param live absent: it is yet to be made
     */
    private static PersistentVolumeClaim desired(
            RunnerSpec spec, WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        var size = size(wanted, live);
        var sameClass = live.filter(claim -> wanted.storageClassName().isEmpty())
                .filter(claim -> !isAsApplied(ClaimRenderer.render(spec, wanted, size), claim))
                .map(claim -> claim.getSpec().getStorageClassName())
                .map(className -> new WorkspaceSpec.Claim(
                        wanted.mountPath(),
                        wanted.size(),
                        Optional.of(className),
                        wanted.accessModes(),
                        wanted.retention()));
        return ClaimRenderer.render(spec, sameClass.orElse(wanted), size);
    }

    private static boolean isAsApplied(PersistentVolumeClaim desired, PersistentVolumeClaim live) {
        Comparison.stamp(desired);
        return Comparison.unchanged(desired, live);
    }

    private static Quantity size(WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        if (live.isEmpty()) {
            return wanted.size();
        }
        var requested = Objects.requireNonNull(
                live.get().getSpec().getResources().getRequests().get("storage"), "a claim's size");
        var bound = live.get().getStatus() != null
                && "Bound".equals(live.get().getStatus().getPhase());
        return Quantities.value(wanted.size().toString())
                .flatMap(size -> Quantities.value(requested.toString()).map(size::compareTo))
                // The API server writes 1024Mi as 1Gi: to repeat its words would be to apply something else than
                // before.
                .filter(more -> more == 0 || (more > 0 && bound))
                .map(more -> wanted.size())
                .orElse(requested);
    }

    private static Finding mismatch(String claim, String has, String write, RunnerSpec spec) {
        return Finding.refused(
                Reason.ClaimMismatch,
                "claim " + claim + " already exists with " + has
                        + ", which can't be changed: delete the AgentRunner (the claim is kept) and create it again with "
                        + write + ", or under another name; kubectl delete pvc -n " + spec.namespace() + " " + claim
                        + " makes way for a new claim and deletes the files");
    }
}
