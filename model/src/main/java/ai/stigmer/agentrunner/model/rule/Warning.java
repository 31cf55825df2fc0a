package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** One thing that works and that its author would probably not want. */
@FunctionalInterface
public interface Warning {

    /**
     * The first occurrence found in the spec.
     *
     * @param claim the claim in use, live or as it will be made; empty for an ephemeral workspace
     */
    Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim);

    /**
     * What a warning says.
     *
     * @param reason of the condition and its Event
     */
    record Advice(Reason reason, Problem problem) {}
}
