package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Whether each of the operator's watches hears: one change of each kind that it must answer, timed. Only the API server
 * and the operator take part, so that no other controller has to be well.
 */
final class WatchProbe {
    /** The longest that an answer may take once the API server can be reached. */
    private static final Duration PROMPT = Duration.ofSeconds(10);

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String NAME = "probed";
    private static final String LABEL = "app.kubernetes.io/part-of";

    private final KubernetesClient client;
    private final String namespace;
    private OperatorProcess operator;
    private int round;

    private WatchProbe(KubernetesClient client, String namespace, OperatorProcess operator) {
        this.client = client;
        this.namespace = namespace;
        this.operator = operator;
    }

    /** Of an operator that is well now. */
    static WatchProbe of(LocalCluster cluster, Sandbox user, OperatorProcess operator) {
        user.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {round: '0'}}");
        user.runner(
                NAME,
                "{version: v0, replicas: 2, network: {policy: {enabled: true}}, envFrom: [{configMapRef: {name: settings}}]}");
        user.awaitReady(NAME);
        user.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: probed-by-hand, labels: {stigmer.ai/agentrunner: probed, app.kubernetes.io/component: runner}}
                spec: {schedulerName: nobody, containers: [{name: c, image: a/b}]}
                """);
        return new WatchProbe(cluster.client(), user.namespace(), operator);
    }

    /** The operator was started anew. */
    void follow(OperatorProcess successor) {
        operator = successor;
    }

    /**
     * Fails where a watch is deaf.
     *
     * @return how long each answer took
     */
    String check(String when) {
        round++;
        var took = new ArrayList<String>();
        took.add(deletedIsBack(Deployment.class));
        took.add(timed(
                "AgentRunner",
                () -> client.genericKubernetesResources("stigmer.ai/v1alpha1", "AgentRunner")
                        .inNamespace(namespace)
                        .withName(NAME)
                        .patch(MERGE, "{\"spec\":{\"version\":\"v" + round + "\"}}"),
                () -> assertThat(Sandbox.image(deployment())).endsWith(":v" + round)));
        took.add(deletedIsBack(NetworkPolicy.class));
        took.add(deletedIsBack(PodDisruptionBudget.class));
        var claim = client.resources(PersistentVolumeClaim.class)
                .inNamespace(namespace)
                .withName(NAME + "-workspace");
        took.add(timed(
                "PersistentVolumeClaim",
                () -> claim.patch(MERGE, "{\"metadata\":{\"labels\":{\"" + LABEL + "\":\"mine\"}}}"),
                () -> assertThat(claim.require().getMetadata().getLabels()).containsEntry(LABEL, "stigmer")));
        var template = template();
        took.add(timed(
                "ConfigMap",
                () -> client.resources(ConfigMap.class)
                        .inNamespace(namespace)
                        .withName("settings")
                        .patch(MERGE, "{\"data\":{\"round\":\"" + round + "\"}}"),
                () -> assertThat(template()).isNotEqualTo(template)));
        // What a pod was made from decides whether it counts as one of the present rollout; little else of it matters.
        var reconciles = reconciles();
        took.add(timed(
                "Pod",
                () -> client.resources(Pod.class)
                        .inNamespace(namespace)
                        .withName("probed-by-hand")
                        .patch(
                                MERGE,
                                "{\"metadata\":{\"annotations\":{\"" + Annotations.TEMPLATE + "\":\"" + round
                                        + "\"}}}"),
                () -> assertThat(reconciles()).isGreaterThan(reconciles)));
        assertThat(operator.isAlive()).isTrue();
        var line = when + ": " + String.join(", ", took);
        System.out.println(line);
        return line;
    }

    private <T extends HasMetadata> String deletedIsBack(Class<T> type) {
        Resource<T> object = client.resources(type).inNamespace(namespace).withName(NAME);
        var before = object.require().getMetadata().getUid();
        return timed(type.getSimpleName(), object::delete, () -> assertThat(
                        Objects.requireNonNull(object.get(), "there is none")
                                .getMetadata()
                                .getUid())
                .isNotEqualTo(before));
    }

    private String timed(String kind, Runnable change, Runnable answer) {
        change.run();
        var changed = System.nanoTime();
        try {
            Awaitility.await(kind)
                    .atMost(PROMPT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .untilAsserted(answer::run);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no answer to a change of " + kind + " in " + PROMPT.toSeconds() + " s: " + e.getMessage()
                            + "\nits watches:\n" + silences() + "\nit says:\n" + lastLines(),
                    e);
        }
        return kind + " " + Duration.ofNanos(System.nanoTime() - changed).toMillis() + " ms";
    }

    private String silences() {
        return operator.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("agentrunner_operator_watch_silence"))
                .collect(Collectors.joining("\n"));
    }

    private String lastLines() {
        List<String> lines = operator.log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private Deployment deployment() {
        return client.resources(Deployment.class)
                .inNamespace(namespace)
                .withName(NAME)
                .require();
    }

    /** What the pods are made from: its hash of the configuration is in there. */
    private String template() {
        return deployment()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .toString();
    }

    private double reconciles() {
        return operator.metric("agentrunner_operator_reconcile_seconds_count");
    }
}
