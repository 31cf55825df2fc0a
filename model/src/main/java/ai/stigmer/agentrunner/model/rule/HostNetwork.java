package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** The node's network: its ports, its loopback and whatever trusts its address. */
final class HostNetwork implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.network().host() && !policy.allows(Permission.HOST_NETWORK)
                ? Optional.of(Problem.notAllowed(
                        "spec.network.mode Host",
                        "pods would share the node's network",
                        "use Pod",
                        Permission.HOST_NETWORK))
                : Optional.empty();
    }
}
