package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was made when the installation allowed it, once it doesn't any more. */
@Tag("cluster")
class WithdrawnPermissionTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final Sandbox user = Sandbox.create(CLUSTER, "withdrawn");

    @Test
    void a_NetworkPolicy_stays_and_is_named_until_nobody_asks_for_it() {
        try (var _ = OperatorProcess.start(CLUSTER, OperatorProcess.NETWORK_POLICIES)) {
            user.runner("demo", "{version: 1.4.2, network: {policy: {enabled: true}}}");
            user.awaitReady("demo");
        }
        try (var _ = OperatorProcess.start(CLUSTER)) {
            assertThat(user.awaitReason("demo", "NotAllowed"))
                    .contains("policy.allowNetworkPolicies", "NetworkPolicy demo, made before, stays in force");
            // As docs/install.md lists them.
            assertThat(user.kubectl("get", "networkpolicies", "-l", "stigmer.ai/agentrunner", "-o", "name"))
                    .contains("/demo");
            user.runner("demo", "version: 1.4.2");
            user.awaitReady("demo");
            assertThat(user.kubectl("get", "networkpolicies", "-o", "name")).isEmpty();
        }
    }
}
