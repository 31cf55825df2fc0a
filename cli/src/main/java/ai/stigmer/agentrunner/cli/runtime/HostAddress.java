package ai.stigmer.agentrunner.cli.runtime;

import com.github.dockerjava.api.model.Network;
import java.util.Optional;

/** The address that host.docker.internal stands for in a container. */
final class HostAddress {
    private static final String PODMAN_NETWORK = "podman";

    private HostAddress() {}

    /** Docker knows a word for it; Podman before 4.7 writes that word into /etc/hosts as it is. */
    static Optional<String> of(ContainerRuntime runtime) {
        return runtime.kind() == RuntimeKind.DOCKER ? Optional.of("host-gateway") : gateway(runtime, PODMAN_NETWORK);
    }

    /** This machine's own address on the bridge; empty: the runtime doesn't say. */
    static Optional<String> gateway(ContainerRuntime runtime, String network) {
        return runtime.client().inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getGateway)
                .filter(gateway -> gateway != null && !gateway.isEmpty())
                .findFirst();
    }
}
