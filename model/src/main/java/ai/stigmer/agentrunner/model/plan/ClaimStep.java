package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.ClaimRenderer;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;

/** What to do about the claim that the operator makes. No step ever deletes one. */
final class ClaimStep {
    private static final String KIND = "PersistentVolumeClaim";

    private ClaimStep() {}

    /** Why the claim of the wanted one's name can't be it; it is then left as it is. */
    static Optional<Finding> obstacle(RunnerSpec spec, WorkspaceSpec.Claim wanted, Observed observed) {
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
    static PersistentVolumeClaim desired(
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
        var more = wanted.size().getNumericalAmount().compareTo(requested.getNumericalAmount());
        // The API server writes 1024Mi as 1Gi: to repeat its words would be to apply something else than before.
        return more == 0 || (more > 0 && bound) ? wanted.size() : requested;
    }

    private static Finding mismatch(String claim, String has, String write, RunnerSpec spec) {
        return Finding.refused(
                Reason.ClaimMismatch,
                "claim " + claim + " is there already with " + has
                        + ", which can't be changed: delete the AgentRunner (the"
                        + " claim stays) and make it again with " + write + ", or under another name; kubectl delete"
                        + " pvc -n " + spec.namespace() + " " + claim + " makes room for a new claim and loses the"
                        + " files");
    }
}
