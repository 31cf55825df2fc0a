package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.model.spec.NetworkSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;

/** Nobody calls a worker, so nothing comes in; what goes out is DNS and what the spec says. */
public final class NetworkPolicyRenderer {
    /** Credentials of the node, at AWS, Azure, Google and others. */
    private static final String METADATA_V4 = "169.254.169.254/32";

    private static final String METADATA_V6 = "fd00:ec2::254/128";

    /** Where NodeLocal DNSCache listens (kubernetes.io/docs/tasks/administer-cluster/nodelocaldns). */
    private static final String NODE_LOCAL_DNS = "169.254.20.10/32";

    private NetworkPolicyRenderer() {}

    public static NetworkPolicy render(RunnerSpec spec, NetworkSpec.PolicySpec policy) {
        var egress = new ArrayList<NetworkPolicyEgressRule>();
        egress.add(dns());
        egress.addAll(policy.egress().orElseGet(() -> List.of(everywhereButMetadata())));
        return new NetworkPolicyBuilder()
                .withMetadata(Ownership.metadata(spec))
                .withNewSpec()
                .withPodSelector(pods(spec))
                .withPolicyTypes("Ingress", "Egress")
                .withEgress(egress)
                .endSpec()
                .build();
    }

    /** The workers, and where there are any, the builds, under the same rules. */
    private static LabelSelector pods(RunnerSpec spec) {
        return spec.build().isEmpty()
                ? new LabelSelectorBuilder()
                        .withMatchLabels(Labels.selector(spec.name()))
                        .build()
                : new LabelSelectorBuilder()
                        .addToMatchLabels(Labels.RUNNER, spec.name())
                        .addNewMatchExpression()
                        .withKey(Labels.COMPONENT)
                        .withOperator("In")
                        .withValues(Labels.COMPONENT_RUNNER, Labels.COMPONENT_BUILD)
                        .endMatchExpression()
                        .build();
    }

    private static NetworkPolicyEgressRule dns() {
        var port = new NetworkPolicyPortBuilder().withPort(new IntOrString(53));
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(everyPod(), block(NODE_LOCAL_DNS))
                .withPorts(
                        port.withProtocol("UDP").build(),
                        port.withProtocol("TCP").build())
                .build();
    }

    /** Pods are named apart: for some network plugins an address block covers none. */
    private static NetworkPolicyEgressRule everywhereButMetadata() {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(everyPod(), block("0.0.0.0/0", METADATA_V4), block("::/0", METADATA_V6))
                .build();
    }

    private static NetworkPolicyPeer everyPod() {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .build();
    }

    private static NetworkPolicyPeer block(String cidr, String... except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(cidr)
                .withExcept(except)
                .endIpBlock()
                .build();
    }
}
