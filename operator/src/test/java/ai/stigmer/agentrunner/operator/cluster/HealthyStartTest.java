package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.Eventually;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where claims are bound at once and pods wait for them, as on minikube, a start without trouble is told as one. */
@Tag("cluster")
class HealthyStartTest {
    /** Few, so that a slow machine binds their claims in time. */
    private static final int RUNNERS = 8;

    @Test
    void each_takes_four_writes_and_one_Event_and_a_new_version_three_and_that_Event_again() {
        try (var cluster = LocalCluster.plain();
                var operator = OperatorProcess.start(cluster)) {
            var audit = new AuditLog(cluster);
            var user = Sandbox.create(cluster, "burst");
            apply(user, "1.4.2");
            assertThat(writes(audit, 0, user)).hasSize(4 * RUNNERS);
            assertThat(events(cluster, user))
                    .hasSize(RUNNERS)
                    .extracting(Event::getType)
                    .containsOnly("Normal");

            var since = audit.position();
            apply(user, "1.5.0");
            assertThat(writes(audit, since, user)).hasSize(3 * RUNNERS);
            // That it is ready again is counted in the first.
            Eventually.isTrue("each Event is counted twice", () -> events(cluster, user).stream()
                    .allMatch(event ->
                            event.getSeries() != null && event.getSeries().getCount() == 2));
            assertThat(events(cluster, user)).hasSize(RUNNERS);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private static void apply(Sandbox user, String version) {
        user.apply(IntStream.range(0, RUNNERS)
                .mapToObj(i -> "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: r-" + i
                        + "}, spec: {version: " + version + "}}")
                .collect(Collectors.joining("\n---\n")));
        for (int i = 0; i < RUNNERS; i++) {
            user.awaitReady("r-" + i);
        }
    }

    /** Of objects and statuses. */
    private static List<String> writes(AuditLog audit, long since, Sandbox user) {
        return audit.writesSince(since, user.namespace()).stream()
                .filter(write -> !write.contains("events"))
                .toList();
    }

    private static List<Event> events(LocalCluster cluster, Sandbox user) {
        return cluster.client().events().v1().events().inNamespace(user.namespace()).list().getItems().stream()
                .filter(event -> "AgentRunner".equals(event.getRegarding().getKind()))
                .toList();
    }
}
