package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;

/** A ReadWriteOnce volume is attached to one node: replicas elsewhere wait for ever. */
final class SharedReadWriteOnce implements Warning {

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        var claimModes = claim.map(used -> used.getSpec().getAccessModes()).orElse(List.of());
        return spec.replicas().orElse(1) > 1 && !claimModes.isEmpty() && !claimModes.contains("ReadWriteMany")
                ? Optional.of(new Advice(
                        Reason.SharedReadWriteOnceClaim,
                        new Problem(
                                "spec.replicas " + spec.replicas().orElse(1) + " share a " + claimModes.get(0)
                                        + " claim",
                                "pods can't start on another node than the first one",
                                "use a claim with accessModes [ReadWriteMany], an ephemeral workspace or one replica")))
                : Optional.empty();
    }
}
