package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.api.Retention;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.ClaimDeletion;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** A claim that was there before its AgentRunner is kept, though the spec would have it deleted. */
final class AdoptedClaim implements Warning {

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return spec.workspace() instanceof WorkspaceSpec.Claim wanted && wanted.retention() == Retention.Delete
                ? claim.filter(used -> !ClaimDeletion.isAllowed(used, spec)).map(used -> advice(used, spec))
                : Optional.empty();
    }

    private static Advice advice(PersistentVolumeClaim claim, RunnerSpec spec) {
        var name = claim.getMetadata().getName();
        return new Advice(
                Reason.AdoptedClaimRetained,
                new Problem(
                        "spec.workspace.claim.retention Delete has no effect on claim " + name,
                        "the claim was not created for this AgentRunner, so it and its files stay when the AgentRunner"
                                + " is deleted",
                        "write Retain, or have somebody who may change the claim allow it: kubectl annotate -n "
                                + spec.namespace() + " pvc " + name + " " + Annotations.ALLOW_DELETE + "=true"));
    }
}
