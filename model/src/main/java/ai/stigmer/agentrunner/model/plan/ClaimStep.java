package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.ClaimRenderer;
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

    private ClaimStep() {}

    /** Why the live claim can't become the wanted one; it is then left as it is. */
    static Optional<Finding> mismatch(RunnerSpec spec, WorkspaceSpec.Claim wanted, PersistentVolumeClaim live) {
        var name = live.getMetadata().getName();
        var className = live.getSpec().getStorageClassName();
        if (wanted.storageClassName().isPresent()
                && !wanted.storageClassName().get().equals(className)) {
            return Optional.of(mismatch(
                    name, "storage class " + className, "spec.workspace.claim.storageClassName: " + className, spec));
        }
        var modes = live.getSpec().getAccessModes();
        if (!new HashSet<>(modes).equals(new HashSet<>(wanted.accessModes()))) {
            return Optional.of(
                    mismatch(name, "access modes " + modes, "spec.workspace.claim.accessModes: " + modes, spec));
        }
        return Optional.empty();
    }

    /**
     * The wanted claim, as far as the live one can follow: it never shrinks, and an unbound one can't grow yet.
     *
     * @param live absent: it is yet to be made
     */
    static PersistentVolumeClaim desired(
            RunnerSpec spec, WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        return ClaimRenderer.render(spec, wanted, size(wanted, live));
    }

    private static Quantity size(WorkspaceSpec.Claim wanted, Optional<PersistentVolumeClaim> live) {
        if (live.isEmpty()) {
            return wanted.size();
        }
        var requested = Objects.requireNonNull(
                live.get().getSpec().getResources().getRequests().get("storage"), "a claim's size");
        var bound = live.get().getStatus() != null
                && "Bound".equals(live.get().getStatus().getPhase());
        var grows = wanted.size().getNumericalAmount().compareTo(requested.getNumericalAmount()) > 0;
        return grows && bound ? wanted.size() : requested;
    }

    private static Finding mismatch(String claim, String has, String write, RunnerSpec spec) {
        return Finding.refused(
                Reason.ClaimMismatch,
                "claim " + claim + " is there already with " + has + ", which can't be changed: write " + write
                        + ", or give the AgentRunner another name; kubectl delete pvc -n " + spec.namespace() + " "
                        + claim + " makes room for a new one and loses its files");
    }
}
