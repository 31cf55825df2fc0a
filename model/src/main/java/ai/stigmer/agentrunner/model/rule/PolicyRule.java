package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** One thing that an installation may refuse to run. */
@FunctionalInterface
public interface PolicyRule {

    /** The first violation found in the spec, or empty where there is none or the policy allows it. */
    Optional<Problem> check(RunnerSpec spec, Policy policy);
}
