package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ports of the node. */
final class HostPorts implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return UserContainer.of(spec).stream()
                .filter(user -> usesHostPort(user.container().getPorts()))
                .findFirst()
                .map(user -> Problem.neverAllowed(user.path() + ".ports with a hostPort", "leave hostPort out"));
    }

    private static boolean usesHostPort(@Nullable List<ContainerPort> ports) {
        return ports != null && ports.stream().anyMatch(port -> port.getHostPort() != null && port.getHostPort() != 0);
    }
}
