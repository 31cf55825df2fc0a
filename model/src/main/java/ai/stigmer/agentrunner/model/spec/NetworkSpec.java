package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.List;
import java.util.Optional;

/**
 * The worker's network.
 *
 * @param host whether pods share the node's network
 * @param policy the NetworkPolicy to make, if any
 */
public record NetworkSpec(boolean host, List<HostAlias> hostAliases, Optional<PolicySpec> policy) {

    /**
     * A NetworkPolicy without ingress.
     *
     * @param egress besides DNS; absent: everywhere but the cloud's metadata addresses
     */
    public record PolicySpec(Optional<List<NetworkPolicyEgressRule>> egress) {}
}
