package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A batch of random AgentRunners in a namespace of their own. Of those that the API server takes, the operator gives
 * each a status; what the API server then refuses of the operator's objects, that status tells; and once all is done
 * nothing is written again, not even after a restart.
 */
final class RandomManifests {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final Duration LOOKED_AT = Duration.ofMinutes(3);
    private static final Set<Integer> RACES = Set.of(404, 409);

    private final KubernetesClient client = CLUSTER.client();
    private final String namespace = Sandbox.create(CLUSTER, "random").namespace();
    private final String account;
    private final Map<String, ObjectNode> accepted = new LinkedHashMap<>();
    private int refused;

    private RandomManifests(String account) {
        this.account = account;
    }

    /** What came of it, in words. */
    static String tryOut(List<ObjectNode> specs) {
        return new RandomManifests(OperatorProcess.ACCOUNT).run(specs);
    }

    /** The same where images are built. */
    static String tryOutBuilds(List<ObjectNode> specs) {
        try (var installation = Installation.of(CLUSTER, "builds", "default")) {
            installation.grant();
            var batch = new RandomManifests(installation.account());
            CLUSTER.kubectl("-n", batch.namespace, "create", "configmap", "a", "--from-literal=Dockerfile=FROM a")
                    .orThrow();
            return batch.run(
                    specs,
                    OperatorProcess.withoutElection(installation.flags("--builds-max-concurrent=" + specs.size())));
        }
    }

    private String run(List<ObjectNode> specs, String... flags) {
        var written = RecordedWrites.fromNow(CLUSTER);
        Set<String> rejected;
        Set<String> unfinished;
        try (var operator = OperatorProcess.start(CLUSTER, flags)) {
            for (int i = 0; i < specs.size(); i++) {
                create("m-" + i, specs.get(i));
            }
            awaitStatuses(operator);
            awaitBuilds();
            rejected = rejected(written);
            assertTold(rejected);
            unfinished = unfinished();
            assertThat(written.jobsMade(namespace)).as("Jobs made").doesNotHaveDuplicates();
            assertThat(operator.log()).doesNotContain("ERROR");
        }
        var restarted = RecordedWrites.fromNow(CLUSTER);
        try (var operator = OperatorProcess.start(CLUSTER, flags)) {
            awaitReconciled(operator);
            // What was refused is tried once more.
            assertQuiet(restarted, runner -> rejected.contains(runner) || unfinished.contains(runner));
        }
        client.namespaces().withName(namespace).delete();
        return specs.size() + " manifests: " + refused + " refused by the API server, " + rejected.size()
                + " whose objects it refused, and whose status says so; "
                + written.jobsMade(namespace).size() + " builds";
    }

    private void create(String name, ObjectNode spec) {
        try {
            client.resource(Fleet.runner(namespace, name, spec)).create();
            accepted.put(name, spec);
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).as("%s to %s", e.getMessage(), spec).isIn(400, 422);
            refused++;
        }
    }

    private void awaitStatuses(OperatorProcess operator) {
        Awaitility.await("all have a status")
                .atMost(LOOKED_AT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    var without = runners().values().stream()
                            .filter(runner -> runner.getStatus() == null
                                    || !Objects.equals(
                                            runner.getStatus().observedGeneration(),
                                            runner.getMetadata().getGeneration()))
                            .map(runner -> accepted.get(runner.getMetadata().getName()))
                            .toList();
                    assertThat(without)
                            .as("without a status; the operator says %s", complaints(operator))
                            .isEmpty();
                });
        assertThat(runners()).hasSameSizeAs(accepted);
    }

    /** Until all have ended, but for those whose status says what they wait for. */
    private void awaitBuilds() {
        Awaitility.await("builds end")
                .atMost(LOOKED_AT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(runners().values()).allSatisfy(runner -> assertThat(isUnderWay(runner)
                                && Objects.requireNonNull(runner.getStatus().build())
                                                .message()
                                        == null)
                        .as(() -> Serialization.asYaml(runner))
                        .isFalse()));
    }

    private Set<String> unfinished() {
        return runners().values().stream()
                .filter(RandomManifests::isUnderWay)
                .map(runner -> runner.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    private static boolean isUnderWay(AgentRunner runner) {
        var build = runner.getStatus().build();
        return build != null && (build.phase() == BuildPhase.Queued || build.phase() == BuildPhase.Running);
    }

    private static String complaints(OperatorProcess operator) {
        return operator.log()
                .lines()
                .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .limit(20)
                .collect(Collectors.joining("\n"));
    }

    /** Names of the AgentRunners of which an object was refused. */
    private Set<String> rejected(RecordedWrites written) {
        var names = new HashSet<String>();
        for (var write : written.by(namespace, this::isOurs)) {
            var code = write.at("/responseStatus/code").asInt();
            if (code >= 400 && !RACES.contains(code)) {
                names.add(runner(write));
            }
        }
        return names;
    }

    private void assertTold(Set<String> rejected) {
        var runners = runners();
        for (var name : rejected) {
            var runner = Objects.requireNonNull(runners.get(name), name);
            var ready = Sandbox.condition(runner, "Ready").orElseThrow();
            assertThat(ready.getStatus() + " " + ready.getMessage())
                    .as(() -> Serialization.asYaml(runner))
                    .startsWith("False")
                    .contains("rejects", name);
        }
    }

    private void awaitReconciled(OperatorProcess operator) {
        Awaitility.await("all are looked at again")
                .atMost(LOOKED_AT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> operator.metric("agentrunner_operator_reconcile_seconds_count") >= accepted.size()
                        && operator.metric("agentrunner_operator_queue_depth") == 0);
    }

    private void assertQuiet(RecordedWrites since, Predicate<String> expected) {
        var needless = since.by(namespace, this::isOurs).stream()
                .filter(write -> !expected.test(runner(write)))
                .map(write -> write.path("verb").asText() + " "
                        + write.at("/objectRef/resource").asText() + " " + runner(write) + " "
                        + accepted.get(runner(write)))
                .toList();
        assertThat(needless).as("writes after a restart").isEmpty();
    }

    private boolean isOurs(JsonNode write) {
        return account.equals(write.at("/impersonatedUser/username").asText())
                && namespace.equals(write.at("/objectRef/namespace").asText())
                && !"events".equals(write.at("/objectRef/resource").asText());
    }

    private static String runner(JsonNode write) {
        return write.at("/objectRef/name").asText().replaceFirst("-(workspace|build-cache|build-[0-9a-f]+)$", "");
    }

    private Map<String, AgentRunner> runners() {
        return client.resources(AgentRunner.class).inNamespace(namespace).list().getItems().stream()
                .collect(Collectors.toMap(runner -> runner.getMetadata().getName(), Function.identity()));
    }
}
