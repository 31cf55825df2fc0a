package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.PolicyRules;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.UnboundedQuantities;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * What follows from an AgentRunner's spec alone.
 *
 * @param spec the spec with every default filled in
 * @param violations of the installation's policy: nothing is made of such a spec
 */
public record ResolvedSpec(RunnerSpec spec, List<Problem> violations) {

    static ResolvedSpec of(AgentRunner runner, Policy policy) {
        var unbounded = UnboundedQuantities.in(runner.getSpec());
        var spec = Defaults.complete(
                unbounded.map(found -> with(found.rest(), runner)).orElse(runner));
        var violations = Stream.concat(
                unbounded.map(UnboundedQuantities::problem).stream(), PolicyRules.of(spec, policy).stream());
        return new ResolvedSpec(spec, violations.toList());
    }

    private static AgentRunner with(AgentRunnerSpec spec, AgentRunner runner) {
        var other = new AgentRunner();
        other.setMetadata(runner.getMetadata());
        other.setSpec(spec);
        return other;
    }
}
