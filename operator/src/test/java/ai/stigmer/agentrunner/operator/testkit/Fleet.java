package ai.stigmer.agentrunner.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Many AgentRunners in one namespace, and a user who works on all of them at random. What he asks for last decides the
 * end state: nothing he does depends on what the operator saw in between.
 */
public final class Fleet {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String VERSION = "stigmer.ai/v1alpha1";

    private static final List<String> WORKSPACES =
            List.of("{claim: {}}", "{claim: {retention: Delete}}", "{claim: {size: 2Gi}}", "{ephemeral: {}}");

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, ObjectNode> wanted = new HashMap<>();
    private int known;

    public Fleet(LocalCluster cluster, String namespace) {
        this.client = cluster.client();
        this.namespace = namespace;
    }

    public String namespace() {
        return namespace;
    }

    public void create(int number, Random random) {
        known = Math.max(known, number + 1);
        var spec = parse("{version: 1.0." + random.nextInt(3) + ", workspace: " + WORKSPACES.get(number % 4) + "}");
        apply("r-%03d".formatted(number), (ObjectNode) spec);
    }

    /** One thing that a user does. */
    public void act(Random random) {
        var number = random.nextInt(known);
        var name = "r-%03d".formatted(number);
        if (!wanted.containsKey(name)) {
            create(number, random);
            return;
        }
        var spec = Objects.requireNonNull(wanted.get(name)).deepCopy();
        switch (random.nextInt(8)) {
            case 0, 1 -> spec.put("version", "1." + random.nextInt(5) + ".0");
            case 2 -> spec.put("replicas", 1 + random.nextInt(2));
            case 3 -> spec.put("suspend", random.nextBoolean());
            case 4 -> spec.set("network", parse("{policy: {enabled: " + random.nextBoolean() + "}}"));
            case 5 -> spec.set("env", parse("[{name: A, value: '" + random.nextInt(9) + "'}]"));
            // Not replicas: a count that is no longer asked for stays as it is, which depends on the way to it.
            case 6 -> spec.remove(List.of("env", "network"));
            default -> {
                delete(name);
                // Half of them come back at once, with what they had.
                if (random.nextBoolean()) {
                    return;
                }
            }
        }
        apply(name, spec);
    }

    /** Disturbs what the operator made. */
    public void meddle(Random random) {
        var deployment =
                client.apps().deployments().inNamespace(namespace).withName("r-%03d".formatted(random.nextInt(known)));
        if (deployment.get() != null) {
            deployment.delete();
        }
    }

    private void apply(String name, ObjectNode spec) {
        wanted.put(name, spec);
        apply(client, namespace, name, spec);
    }

    /** What a user's {@code kubectl apply --server-side} does. */
    public static void apply(KubernetesClient client, String namespace, String name, JsonNode spec) {
        client.resource(runner(namespace, name, spec))
                .fieldManager("user")
                .forceConflicts()
                .serverSideApply();
    }

    /** An AgentRunner as a user writes it: whatever the spec holds, it is sent as it is. */
    public static GenericKubernetesResource runner(String namespace, String name, JsonNode spec) {
        var runner = new GenericKubernetesResource();
        runner.setApiVersion(VERSION);
        runner.setKind(AgentRunner.KIND);
        runner.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        runner.setAdditionalProperty("spec", spec);
        return runner;
    }

    private void delete(String name) {
        wanted.remove(name);
        client.genericKubernetesResources(VERSION, AgentRunner.KIND)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /** Until every AgentRunner was looked at as it is now, is as it should be, and nothing moves any more. */
    public void awaitSettled(Duration atMost) {
        Awaitility.await("all of " + namespace + " settle")
                .atMost(atMost)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> {
                    var unsettled = runners().stream()
                            .filter(runner -> !isSettled(runner))
                            .map(runner -> runner.getMetadata().getName() + " " + runner.getStatus())
                            .toList();
                    assertThat(unsettled).isEmpty();
                });
    }

    /** The uid of each claim that goes with no AgentRunner: these outlive everything. */
    public Map<String, String> keptClaims() {
        return client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
                .map(PersistentVolumeClaim::getMetadata)
                .filter(claim -> claim.getOwnerReferences().isEmpty())
                .collect(Collectors.toMap(ObjectMeta::getName, ObjectMeta::getUid));
    }

    /** Until every object's owner exists: none is left of an AgentRunner that is gone. */
    public void awaitNothingOrphaned(Duration atMost) {
        Awaitility.await("what belongs to deleted AgentRunners is gone")
                .atMost(atMost)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    var uids = runners().stream()
                            .map(runner -> runner.getMetadata().getUid())
                            .collect(Collectors.toSet());
                    assertThat(EndState.made(client, namespace)).allSatisfy(object -> assertThat(
                                    object.getMetadata().getOwnerReferences())
                            .as(
                                    "owners of %s %s",
                                    object.getKind(), object.getMetadata().getName())
                            .extracting(OwnerReference::getUid)
                            .isSubsetOf(uids));
                });
    }

    /** The time that users and the cluster take. */
    public static void pause(Duration time) {
        try {
            assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<AgentRunner> runners() {
        return client.resources(AgentRunner.class).inNamespace(namespace).list().getItems();
    }

    private static boolean isSettled(AgentRunner runner) {
        return runner.getStatus() != null
                && Objects.equals(
                        runner.getStatus().observedGeneration(),
                        runner.getMetadata().getGeneration())
                && Sandbox.condition(runner, "Ready")
                        .filter(ready -> "True".equals(ready.getStatus()))
                        .isPresent();
    }

    private static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
