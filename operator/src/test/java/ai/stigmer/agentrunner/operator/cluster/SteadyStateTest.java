package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is written that needs no writing. */
@Tag("cluster")
class SteadyStateTest {
    private static final int RUNNERS = 50;
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final Sandbox user = Sandbox.create(CLUSTER, "steady");
    private final AuditLog audit = new AuditLog(CLUSTER);

    @Test
    void fifty_AgentRunners_take_four_writes_each_then_none_not_even_after_a_restart() {
        try (var operator = OperatorProcess.start(CLUSTER)) {
            var start = audit.position();
            user.apply(IntStream.range(0, RUNNERS)
                    .mapToObj(i -> "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: r-" + i
                            + "}, spec: {version: 1.4.2}}")
                    .collect(Collectors.joining("\n---\n")));
            for (int i = 0; i < RUNNERS; i++) {
                user.awaitReady("r-" + i);
            }
            var ours = audit.writesSince(start, user.namespace()).stream()
                    .filter(write -> !write.contains("events"))
                    .toList();
            assertThat(ours).as(ours::toString).hasSize(RUNNERS * 4);
            assertQuiet(operator);
        }
        try (var again = OperatorProcess.start(CLUSTER)) {
            assertQuiet(again);
        }
    }

    /** Long, so it is a campaign's. */
    @Test
    @Tag("faults")
    void two_hundred_AgentRunners_take_no_write_in_five_minutes() {
        var fleet = new Fleet(CLUSTER, user.namespace());
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            fleet.create(i, random);
        }
        try (var operator = OperatorProcess.start(CLUSTER)) {
            fleet.awaitSettled(FIVE_MINUTES);
            var settled = RecordedWrites.fromNow(CLUSTER);
            Fleet.pause(FIVE_MINUTES);
            assertThat(operator.isAlive()).isTrue();
            assertThat(settled.by(OperatorProcess.ACCOUNT, OperatorProcess::isBehind))
                    .as("the operator's writes, but for the Lease")
                    .isEmpty();
        }
    }

    private void assertQuiet(OperatorProcess operator) {
        var since = audit.position();
        Awaitility.await()
                .during(QUIET)
                .atMost(QUIET.plusSeconds(10))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(audit.writesSince(since, user.namespace())).isEmpty());
        assertThat(operator.isAlive()).isTrue();
    }
}
