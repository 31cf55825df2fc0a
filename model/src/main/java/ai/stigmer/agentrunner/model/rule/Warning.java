package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Optional;

/** One thing that works and that its author would probably not want. */
@FunctionalInterface
public interface Warning {

    /**
     * The first occurrence found in the spec.
     *
     * @param claimModes the access modes of the claim in use, live or wanted; empty for an ephemeral workspace
     */
    Optional<Advice> check(RunnerSpec spec, List<String> claimModes);

    /**
     * What a warning says.
     *
     * @param reason of the condition and its Event
     */
    record Advice(Reason reason, Problem problem) {}
}
