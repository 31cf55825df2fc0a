package ai.stigmer.agentrunner.operator.faults;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the memory that ships the operator looks after ten thousand AgentRunners, also when it is killed halfway. */
@Tag("faults")
class TenThousandTest {
    private static final int RUNNERS = 10_000;
    private static final int USERS = 20;
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final String namespace = Sandbox.create(CLUSTER, "ten-thousand").namespace();

    @Test
    void killed_halfway_it_leaves_each_as_it_should_be() {
        var launch = new OperatorProcess.Launch(CLUSTER.kubeconfig()).shippedJava();
        // The common pool, which the client's answers need, may have a single thread.
        var creation = CompletableFuture.runAsync(this::create, Thread::startVirtualThread);
        try (var first = launch.start()) {
            awaitSuspended(RUNNERS / 2, first);
            first.kill();
        }
        creation.join();
        try (var second = launch.start()) {
            awaitSuspended(RUNNERS, second);
            assertThat(second.isAlive()).as(second.log()).isTrue();
            System.out.println("ten thousand AgentRunners: " + Footprint.of(second));
        }
        var runners = listed(AgentRunner.class, "");
        assertThat(runners).hasSize(RUNNERS);
        assertThat(listed(Deployment.class, Labels.RUNNER)).allSatisfy((name, deployment) -> {
            assertThat(deployment.getSpec().getReplicas()).isZero();
            assertThat(deployment.getMetadata().getOwnerReferences())
                    .extracting(owner -> owner.getUid())
                    .containsExactly(requireNonNull(runners.get(name), name)
                            .getMetadata()
                            .getUid());
        });
        assertThat(listed(Deployment.class, Labels.RUNNER)).hasSize(RUNNERS);
    }

    private void create() {
        try (var users = Executors.newFixedThreadPool(USERS, Thread.ofVirtual().factory())) {
            IntStream.range(0, RUNNERS)
                    .forEach(i -> users.execute(() -> CLUSTER.client()
                            .resource(Serialization.unmarshal("""
                            apiVersion: stigmer.ai/v1alpha1
                            kind: AgentRunner
                            metadata: {name: r-%05d, namespace: %s}
                            spec:
                              version: 1.0.0
                              suspend: true
                              temporal: {address: "temporal.example.com:7233", taskQueue: queue-%d}
                              workspace: {ephemeral: {}}
                            """.formatted(i, namespace, i), AgentRunner.class))
                            .create()));
        }
    }

    private void awaitSuspended(int count, OperatorProcess operator) {
        Awaitility.await(count + " are suspended")
                .atMost(LONGEST)
                .pollInterval(Duration.ofSeconds(5))
                .failFast("the operator ended", () -> !operator.isAlive())
                .until(() -> listed(AgentRunner.class, "").values().stream()
                                .filter(runner -> runner.getStatus() != null
                                        && runner.getStatus().phase() == Phase.Suspended)
                                .count()
                        >= count);
    }

    private <T extends HasMetadata> Map<String, T> listed(Class<T> type, String selector) {
        return CLUSTER
                .client()
                .resources(type)
                .inNamespace(namespace)
                .withLabelSelector(selector)
                .list()
                .getItems()
                .stream()
                .collect(toMap(object -> object.getMetadata().getName(), object -> object));
    }
}
