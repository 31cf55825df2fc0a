package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bad network between the operator and the API server: once it is mended, every watch lives, with no restart. */
@Tag("faults")
class ConnectionFaultsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final Duration LASTING = Duration.ofSeconds(30);

    private static Proxy proxy;
    private static OperatorProcess operator;
    private static WatchProbe probe;

    @BeforeAll
    static void start() {
        proxy = Proxy.before(CLUSTER, CLUSTER.kubeconfig());
        operator = new OperatorProcess.Launch(proxy.kubeconfig())
                .shippedJava()
                .with("--watch-silence=90s", OperatorProcess.NETWORK_POLICIES)
                .start();
        probe = WatchProbe.of(CLUSTER, Sandbox.create(CLUSTER, "connection"), operator);
        probe.check("before any fault");
    }

    @AfterAll
    static void stop() {
        operator.close();
        proxy.close();
    }

    @Test
    void cut() {
        survives("cut", Proxy::cut);
    }

    @Test
    void cut_while_etcd_is_compacted() {
        survives("cut and compacted", cut -> {
            cut.cut();
            Etcd.of(CLUSTER).compact();
        });
    }

    @Test
    void every_answer_truncated() {
        survives("truncated in the handshake", p -> p.truncate(1000));
        survives("truncated in a list", p -> p.truncate(20_000));
    }

    @Test
    void reset() {
        survives("reset", Proxy::reset);
    }

    @Test
    void late_by_seconds() {
        survives("late", p -> p.delay(4000));
    }

    @Test
    void swallowed_without_a_word() {
        survives("swallowed", Proxy::swallow);
    }

    /** Such a connection may never come back by itself: the probes tell, and the kubelet would start it anew. */
    @Test
    void swallowed_for_longer_than_a_watch_may_be_silent() {
        proxy.swallow();
        Awaitility.await("/readyz tells")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> operator.get("/readyz").startsWith("503"));
        assertThat(operator.get("/readyz")).contains("nothing was heard from the watch of");
        Awaitility.await("/livez asks for a restart")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> operator.get("/livez").startsWith("5"));
        proxy.mend();
        probe.check("swallowed for long");
        assertThat(operator.get("/readyz")).startsWith("200");
        assertThat(operator.get("/livez")).startsWith("200");
    }

    private static void survives(String fault, Consumer<Proxy> begin) {
        begin.accept(proxy);
        Awaitility.await("the operator lives through the fault")
                .during(LASTING)
                .atMost(LASTING.plusSeconds(5))
                .until(operator::isAlive);
        proxy.mend();
        probe.check(fault);
        assertThat(operator.get("/livez")).startsWith("200");
    }
}
