package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.PolicyRules;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.rule.Warnings;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What follows from an AgentRunner's spec alone.
 *
 * @param read that spec
 * @param spec the same, complete
 * @param refusals why nothing is made of it; mostly empty
 * @param warnings by the access modes of the claim, those that were asked for
 */
record ResolvedSpec(
        AgentRunnerSpec read,
        RunnerSpec spec,
        List<Problem> refusals,
        Map<List<String>, List<Warning.Advice>> warnings) {

    static ResolvedSpec of(AgentRunner runner, Policy policy) {
        var spec = Defaults.complete(runner);
        return new ResolvedSpec(runner.getSpec(), spec, PolicyRules.of(spec, policy), new ConcurrentHashMap<>());
    }

    /** The same object, not an equal one: a quantity that is none can't be compared. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(AgentRunner runner) {
        return read == runner.getSpec();
    }

    List<Warning.Advice> warnings(List<String> claimModes) {
        return warnings.computeIfAbsent(List.copyOf(claimModes), modes -> Warnings.of(spec, modes));
    }
}
