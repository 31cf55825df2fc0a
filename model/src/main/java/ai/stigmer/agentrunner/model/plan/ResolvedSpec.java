package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.PolicyRules;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;

/**
 * What follows from an AgentRunner's spec alone.
 *
 * @param spec the spec with every default filled in
 * @param violations of the installation's policy: nothing is made of such a spec
 */
public record ResolvedSpec(RunnerSpec spec, List<Problem> violations) {

    static ResolvedSpec of(AgentRunner runner, Policy policy) {
        var spec = Defaults.complete(runner);
        return new ResolvedSpec(spec, PolicyRules.of(spec, policy));
    }
}
