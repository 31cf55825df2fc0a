package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** A build of one AgentRunner takes turns and nodes from those of all others. */
final class LargeBuilds implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.build().flatMap(policy.builds()::violation);
    }
}
