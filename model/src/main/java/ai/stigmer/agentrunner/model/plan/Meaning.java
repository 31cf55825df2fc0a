package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Refusals;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.rule.Warnings;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an AgentRunner's spec alone.
 *
 * @param generation of the spec that was read
 * @param read that spec
 * @param spec the same, complete
 * @param refusals why nothing is made of it; mostly empty
 * @param warnings by the access modes of the claim, those that were asked for
 */
record Meaning(
        @Nullable Long generation,
        AgentRunnerSpec read,
        RunnerSpec spec,
        List<Problem> refusals,
        Map<List<String>, List<Warning.Advice>> warnings) {

    static Meaning of(AgentRunner runner, Policy policy) {
        var spec = Defaults.complete(runner);
        return new Meaning(
                runner.getMetadata().getGeneration(),
                runner.getSpec(),
                spec,
                Refusals.of(spec, policy),
                new ConcurrentHashMap<>());
    }

    boolean isOf(AgentRunner runner) {
        return Objects.equals(generation, runner.getMetadata().getGeneration()) && read.equals(runner.getSpec());
    }

    List<Warning.Advice> warnings(List<String> claimModes) {
        return warnings.computeIfAbsent(List.copyOf(claimModes), modes -> Warnings.of(spec, modes));
    }
}
