package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.api.WorkspaceStatus;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/**
 * What is known of the workspace.
 *
 * @param status for status.workspace; empty: the workspace is ephemeral
 * @param finding why it can't be used; empty: it can, or will be once a pod needs it
 * @param remark what there is to say of one that can be used; empty: nothing
 */
public record WorkspaceState(Optional<WorkspaceStatus> status, Optional<Finding> finding, Optional<String> remark) {
    /** It lives and goes with the pod. */
    public static final WorkspaceState EPHEMERAL =
            new WorkspaceState(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads it off the claim in use.
     *
     * @param claim the live one
     */
    public static WorkspaceState of(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return switch (spec.workspace()) {
            case WorkspaceSpec.Ephemeral ephemeral -> EPHEMERAL;
            case WorkspaceSpec.Existing existing -> existing(existing.claimName(), claim, spec);
            case WorkspaceSpec.Claim wanted -> own(wanted, claim, spec);
        };
    }

    /** This state with another finding in place of its own; empty: it keeps its own. */
    public WorkspaceState preferring(Optional<Finding> other) {
        return other.isPresent() ? new WorkspaceState(status, other, remark) : this;
    }

    private static WorkspaceState existing(String name, Optional<PersistentVolumeClaim> claim, RunnerSpec spec) {
        return claim.map(live -> new WorkspaceState(
                        Optional.of(status(name, live)),
                        leaving(live, spec).or(() -> lost(live, spec)),
                        Optional.empty()))
                .orElseGet(() -> new WorkspaceState(
                        Optional.of(new WorkspaceStatus(name, null, null)),
                        Optional.of(Finding.waiting(
                                Reason.WaitingForClaim,
                                "claim " + name + " of spec.workspace.existingClaim does not exist in namespace "
                                        + spec.namespace() + ": create it, or correct claimName")),
                        Optional.empty()));
    }

    private static WorkspaceState own(
            WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> claim, RunnerSpec spec) {
        var name = Names.workspaceClaim(spec.name());
        return claim.map(live -> new WorkspaceState(
                        Optional.of(status(name, live)),
                        lost(live, spec).or(() -> withoutClass(wanted, live)),
                        ClaimSize.of(live).excess(wanted.size(), spec, name)))
                .orElseGet(() -> new WorkspaceState(
                        Optional.of(new WorkspaceStatus(name, null, "Pending")), Optional.empty(), Optional.empty()));
    }

    /** A deletion can't be taken back: it waits for the last pod that uses the claim. */
    private static Optional<Finding> leaving(PersistentVolumeClaim claim, RunnerSpec spec) {
        var name = claim.getMetadata().getName();
        return claim.getMetadata().getDeletionTimestamp() == null
                ? Optional.empty()
                : Optional.of(Finding.waiting(
                        Reason.WaitingForClaim,
                        "claim " + name
                                + " of spec.workspace.existingClaim is being deleted, which ends once no pod uses"
                                + " it and may take its files along: the pods that run are left as they are; copy what"
                                + " you need (kubectl cp), then name another claim in spec.workspace.existingClaim, or"
                                + " set spec.suspend to true to let this one go; see "
                                + Commands.describe(spec, "pvc", name)));
    }

    private static Optional<Finding> lost(PersistentVolumeClaim claim, RunnerSpec spec) {
        return "Lost".equals(ClaimSize.phase(claim))
                ? Optional.of(Finding.broken(
                        Reason.WaitingForClaim,
                        "claim " + claim.getMetadata().getName() + " has lost its volume; see "
                                + Commands.describe(
                                        spec, "pvc", claim.getMetadata().getName())))
                : Optional.empty();
    }

    /** The API server fills in the default class: a claim still without one shows that there is none. */
    private static Optional<Finding> withoutClass(WorkspaceSpec.Claim wanted, PersistentVolumeClaim claim) {
        return "Pending".equals(ClaimSize.phase(claim))
                        && wanted.storageClassName().isEmpty()
                        && claim.getSpec().getStorageClassName() == null
                ? Optional.of(Finding.waiting(
                        Reason.WaitingForClaim,
                        "claim " + claim.getMetadata().getName()
                                + " names no storage class and the cluster has no default one: mark a class as the"
                                + " default, or set spec.workspace.claim.storageClassName (kubectl get storageclass"
                                + " lists them)"))
                : Optional.empty();
    }

    private static WorkspaceStatus status(String name, PersistentVolumeClaim claim) {
        return new WorkspaceStatus(name, ClaimSize.capacity(claim).orElse(null), ClaimSize.phase(claim));
    }
}
