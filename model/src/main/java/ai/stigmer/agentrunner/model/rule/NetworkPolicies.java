package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** NetworkPolicies add up: each one, even one that only lets DNS out, opens what an administrator's has closed. */
final class NetworkPolicies implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.network().policy().isPresent() && !policy.allows(Permission.NETWORK_POLICIES)
                ? Optional.of(Problem.notAllowed(
                        "spec.network.policy",
                        "NetworkPolicies add up, so it would open what an administrator's has closed",
                        "leave it out",
                        Permission.NETWORK_POLICIES))
                : Optional.empty();
    }
}
