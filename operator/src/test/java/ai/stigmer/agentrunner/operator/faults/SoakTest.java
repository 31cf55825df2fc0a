package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random users and a bad network for a long time, in rounds. After each round all settles, nothing is orphaned, no claim
 * was lost and nothing is written any more; at the end the process has no more heap and threads than early on.
 */
@Tag("soak")
class SoakTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    private static final Duration FAULT = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final int RUNNERS = 100;
    private static final int ACTIONS = 200;
    /** By then each fault had its turn, on average: what is allocated once is there. */
    private static final int EARLY = 6;
    /** What caches, buffers and connections may differ by from one moment to another. */
    private static final int MORE_HEAP_KIB = 4 * 1024;

    private static final int MORE_THREADS = 10;

    private static final List<Consumer<Proxy>> FAULTS = List.of(
            Proxy::cut,
            Proxy::reset,
            Proxy::swallow,
            proxy -> proxy.delay(2000),
            proxy -> proxy.truncate(20_000),
            none -> {});

    private final Random random = Seed.taken("soak").choices("users and faults");
    private final Fleet fleet =
            new Fleet(CLUSTER, Sandbox.create(CLUSTER, "soak").namespace());
    private final Map<String, String> claims = new HashMap<>();

    @Test
    void users_and_faults_leave_no_trace() {
        var end = System.nanoTime() + LENGTH.toNanos();
        try (var proxy = Proxy.before(CLUSTER, CLUSTER.kubeconfig());
                var operator = new OperatorProcess.Launch(proxy.kubeconfig())
                        .shippedJava()
                        .with(OperatorProcess.NETWORK_POLICIES)
                        .start()) {
            for (int i = 0; i < RUNNERS; i++) {
                fleet.create(i, random);
            }
            for (int i = 0; i < EARLY; i++) {
                round(proxy, operator);
            }
            var early = Footprint.of(operator);
            var rounds = EARLY;
            for (; System.nanoTime() < end; rounds++) {
                round(proxy, operator);
            }
            var late = Footprint.of(operator);
            System.out.printf("soak: %d rounds; after %d of them %s, at the end %s%n", rounds, EARLY, early, late);
            assertThat(late.heapKib()).as("KiB of heap").isLessThan(early.heapKib() + MORE_HEAP_KIB);
            assertThat(late.threads()).as("threads").isLessThan(early.threads() + MORE_THREADS);
            assertThat(operator.get("/livez")).startsWith("200");
        }
        CLUSTER.client().namespaces().withName(fleet.namespace()).delete();
    }

    private void round(Proxy proxy, OperatorProcess operator) {
        FAULTS.get(random.nextInt(FAULTS.size())).accept(proxy);
        for (int i = 0; i < ACTIONS; i++) {
            fleet.act(random);
            if (i % 20 == 0) {
                fleet.meddle(random);
            }
            Fleet.pause(FAULT.dividedBy(ACTIONS));
        }
        proxy.mend();
        fleet.awaitSettled(SETTLING);
        fleet.awaitNothingOrphaned(SETTLING);
        assertThat(fleet.keptClaims())
                .as("claims that are to outlive everything")
                .containsAllEntriesOf(claims);
        claims.putAll(fleet.keptClaims());
        var written = RecordedWrites.fromNow(CLUSTER);
        Fleet.pause(QUIET);
        assertThat(written.by(fleet.namespace(), OperatorProcess::isBehind))
                .as("writes when all has settled")
                .isEmpty();
        assertThat(operator.isAlive()).isTrue();
    }
}
