package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that die. */
@Tag("cluster")
class OutageTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final Sandbox user = Sandbox.create(CLUSTER, "outage");

    @Test
    void the_operator_catches_up_after_the_API_server_was_killed() {
        try (var operator = OperatorProcess.start(CLUSTER)) {
            user.runner("demo", "version: 1.4.2");
            user.awaitReady("demo");
            CLUSTER.kill("kube-apiserver");
            CLUSTER.start("kube-apiserver");
            restartTheRest();
            user.eventually(() -> user.kubectl("delete", "deploy/demo", "--ignore-not-found"));
            user.eventually(() -> assertThat(user.deployment("demo").getStatus().getReadyReplicas())
                    .isEqualTo(1));
            user.runner("late", "version: 1.4.2");
            user.awaitReady("late");
            assertThat(operator.isAlive()).isTrue();
        }
    }

    @Test
    void of_two_operators_one_works_and_the_other_takes_over_when_it_is_killed() {
        var flags = new String[] {"--leader-election", "--lease-namespace=agentrunner-system"};
        try (var first = OperatorProcess.start(CLUSTER, flags)) {
            user.runner("one", "version: 1.4.2");
            user.awaitReady("one");
            try (var second = OperatorProcess.start(CLUSTER, flags)) {
                first.kill();
                user.runner("two", "version: 1.4.2");
                user.awaitReady("two");
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void an_operator_killed_in_the_middle_leaves_nothing_undone() {
        try (var first = OperatorProcess.start(CLUSTER)) {
            for (int i = 0; i < 10; i++) {
                user.runner("r-" + i, "version: 1.4.2");
            }
            first.kill();
        }
        try (var second = OperatorProcess.start(CLUSTER)) {
            for (int i = 0; i < 10; i++) {
                user.awaitReady("r-" + i);
            }
            assertThat(second.isAlive()).isTrue();
        }
    }

    /** Their watches take up to a minute to come back by themselves; only the operator's are on trial. */
    private void restartTheRest() {
        var rest = List.of("kube-controller-manager", "kube-scheduler", "kwok-controller", "provisioner");
        rest.forEach(CLUSTER::kill);
        // KWOK looks for a node's Lease before it has heard of any, and one that it then can't create keeps the node's
        // pods waiting for minutes.
        user.eventually(
                () -> CLUSTER.client().leases().inNamespace("kube-node-lease").delete());
        rest.forEach(CLUSTER::start);
    }
}
