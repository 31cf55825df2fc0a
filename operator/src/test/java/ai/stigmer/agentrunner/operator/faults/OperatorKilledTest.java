package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.EndState;
import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator dies again and again while users work; in the end it is as if it never had. */
@Tag("faults")
class OperatorKilledTest {
    private static final int RUNNERS = 200;
    private static final int ACTIONS = 600;
    private static final int KILLS = 50;
    /** Long enough to start and do some work, short enough to die at the start as often. */
    private static final int LONGEST_LIFE_MILLIS = 6000;

    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final KubernetesClient client = CLUSTER.client();
    private final Seed seed = Seed.taken("operator killed");

    @Test
    void killed_at_50_random_moments_it_leaves_what_an_undisturbed_one_leaves() {
        var undisturbed = undisturbed();
        var killed = killed();
        assertThat(killed.objects().keySet()).isEqualTo(undisturbed.objects().keySet());
        undisturbed
                .objects()
                .forEach((name, object) ->
                        assertThat(killed.objects().get(name)).as(name).isEqualTo(object));
        System.out.println(killed.objects().size() + " objects equal those of the undisturbed run");
    }

    private EndState undisturbed() {
        var fleet = new Fleet(CLUSTER, Sandbox.create(CLUSTER, "undisturbed").namespace());
        try (var operator = OperatorProcess.start(CLUSTER, OperatorProcess.NETWORK_POLICIES)) {
            create(fleet, Duration.ZERO);
            fleet.awaitSettled(SETTLING);
            work(fleet, Duration.ZERO);
            fleet.awaitSettled(SETTLING);
            assertThat(operator.isAlive()).isTrue();
        }
        return end(fleet);
    }

    private EndState killed() {
        var fleet = new Fleet(CLUSTER, Sandbox.create(CLUSTER, "killed").namespace());
        var span = Duration.ofMillis(KILLS * LONGEST_LIFE_MILLIS / 2);
        kill(
                KILLS * 3 / 10,
                "while they are created",
                () -> create(fleet, span.multipliedBy(3).dividedBy(10 * RUNNERS)));
        settle(fleet);
        var claims = fleet.keptClaims();
        kill(
                KILLS * 7 / 10,
                "while they change",
                () -> work(fleet, span.multipliedBy(7).dividedBy(10 * ACTIONS)));
        settle(fleet);
        assertThat(fleet.keptClaims())
                .as("claims that are to outlive everything")
                .containsAllEntriesOf(claims);
        return end(fleet);
    }

    private void settle(Fleet fleet) {
        try (var operator = OperatorProcess.start(CLUSTER, OperatorProcess.NETWORK_POLICIES)) {
            fleet.awaitSettled(SETTLING);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private EndState end(Fleet fleet) {
        fleet.awaitNothingOrphaned(SETTLING);
        var snapshot = EndState.of(client, fleet.namespace());
        client.namespaces().withName(fleet.namespace()).delete();
        Awaitility.await("the namespace is gone")
                .atMost(SETTLING)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> client.namespaces().withName(fleet.namespace()).get() == null);
        return snapshot;
    }

    /** Lets users work, and kills the operator at random moments meanwhile. */
    private void kill(int times, String when, Runnable users) {
        var lives = seed.choices("lives " + when);
        var working = CompletableFuture.runAsync(users);
        for (int i = 0; i < times; i++) {
            var operator = OperatorProcess.launch(CLUSTER, OperatorProcess.NETWORK_POLICIES);
            assertThat(operator.endsWithin(Duration.ofMillis(lives.nextInt(LONGEST_LIFE_MILLIS))))
                    .as("the operator ends by itself: %s", operator.log())
                    .isFalse();
            operator.kill();
        }
        working.join();
    }

    private void create(Fleet fleet, Duration between) {
        var random = seed.choices("create");
        for (int i = 0; i < RUNNERS; i++) {
            fleet.create(i, random);
            Fleet.pause(between);
        }
    }

    private void work(Fleet fleet, Duration between) {
        var random = seed.choices("work");
        for (int i = 0; i < ACTIONS; i++) {
            fleet.act(random);
            if (i % 10 == 0) {
                fleet.meddle(random);
            }
            Fleet.pause(between);
        }
    }
}
