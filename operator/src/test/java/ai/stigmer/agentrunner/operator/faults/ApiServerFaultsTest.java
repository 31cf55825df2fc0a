package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.Eventually;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An API server that dies, forgets or hangs: every watch lives again, and the operator's process is never restarted. */
@Tag("faults")
class ApiServerFaultsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final String API_SERVER = "kube-apiserver";

    private static OperatorProcess operator;
    private static WatchProbe probe;

    @BeforeAll
    static void start() {
        operator = new OperatorProcess.Launch(CLUSTER.kubeconfig())
                .shippedJava()
                .with(OperatorProcess.NETWORK_POLICIES)
                .start();
        probe = WatchProbe.of(CLUSTER, Sandbox.create(CLUSTER, "api-server"), operator);
        probe.check("before any fault");
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void killed_for_20_seconds_five_times_while_etcd_is_compacted() {
        var etcd = Etcd.of(CLUSTER);
        for (int time = 1; time <= 5; time++) {
            CLUSTER.kill(API_SERVER);
            etcd.compact();
            rest(Duration.ofSeconds(20));
            CLUSTER.start(API_SERVER);
            awaitApiServer();
            probe.check("killed, time " + time);
        }
        restartTheRest();
        assertThat(operator.get("/livez")).startsWith("200");
    }

    @Test
    void frozen_for_30_seconds() {
        CLUSTER.freeze(API_SERVER);
        rest(Duration.ofSeconds(30));
        CLUSTER.thaw(API_SERVER);
        awaitApiServer();
        probe.check("frozen");
        assertThat(operator.get("/livez")).startsWith("200");
    }

    @Test
    void history_compacted_under_living_watches() {
        Etcd.of(CLUSTER).compact();
        probe.check("compacted");
    }

    private static void awaitApiServer() {
        Eventually.isTrue(
                "the API server is ready",
                () -> CLUSTER.kubectl("get", "--raw", "/readyz").exit() == 0);
    }

    /** The fault lasts; the operator must not give up meanwhile. */
    private static void rest(Duration length) {
        Awaitility.await("the operator lives through the fault")
                .during(length)
                .atMost(length.plusSeconds(5))
                .until(operator::isAlive);
    }

    /** Their watches take up to a minute to come back by themselves; only the operator's are on trial. */
    private static void restartTheRest() {
        for (var component : List.of("kube-controller-manager", "kube-scheduler", "kwok-controller", "provisioner")) {
            CLUSTER.kill(component);
            CLUSTER.start(component);
        }
    }
}
