package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the eviction API, by which nodes are drained, makes of the budgets. */
class DisruptionBudgetTest extends WithOperator {

    @ParameterizedTest
    @CsvSource({"AlwaysAllow, true", "IfHealthyBudget, false"})
    void a_worker_that_crashes_leaves_a_drained_node_unless_the_spec_says_otherwise(String policy, boolean leaves) {
        user.runner(
                "demo",
                "{version: crash, replicas: 2, workspace: {ephemeral: {}}, disruptionBudget:"
                        + " {unhealthyPodEvictionPolicy: " + policy + "}}");
        user.awaitReason("demo", "CrashLooping");
        awaitBudget();
        assertThat(evict(pods().getFirst())).isEqualTo(leaves);
    }

    @Test
    void by_default_it_leaves() {
        user.runner("demo", "{version: crash, replicas: 2, workspace: {ephemeral: {}}}");
        user.awaitReason("demo", "CrashLooping");
        awaitBudget();
        assertThat(evict(pods().getFirst())).isTrue();
    }

    @Test
    void a_ready_one_leaves_only_while_the_budget_lets_it() {
        user.runner(
                "demo",
                "{version: 1.4.2, replicas: 2, workspace: {ephemeral: {}}, disruptionBudget: {minAvailable: 2}}");
        user.awaitReady("demo");
        awaitBudget();
        assertThat(Sandbox.condition(user.get("demo"), "ConfigurationWarning")
                        .orElseThrow()
                        .getMessage())
                .contains("spec.disruptionBudget.minAvailable 2 with spec.replicas 2");
        assertThat(evict(pods().getFirst())).isFalse();
        user.runner("demo", "{version: 1.4.2, replicas: 2, workspace: {ephemeral: {}}}");
        user.eventually(() -> assertThat(evict(pods().getFirst())).isTrue());
    }

    /** Until the disruption controller has counted the pods. */
    private void awaitBudget() {
        user.eventually(() -> assertThat(user.kubectl("get", "pdb", "demo", "-o", "jsonpath={.status.expectedPods}"))
                .isEqualTo("2"));
    }

    private List<Pod> pods() {
        return CLUSTER.client().pods().inNamespace(user.namespace()).list().getItems();
    }

    /** Whether the eviction is granted. */
    private boolean evict(Pod pod) {
        return CLUSTER.client().pods().resource(pod).evict();
    }
}
