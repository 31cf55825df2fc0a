package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.build.Confinement;
import ai.stigmer.agentrunner.model.build.SecurityProfile;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One folder of {@code src/test/resources/cases}, planned. README.md beside the folders says what its files mean.
 *
 * @param observed what the plan was made from
 * @param cluster the objects that were there
 * @param plan what came of it
 */
record GoldenCase(
        Path folder,
        Observed observed,
        FakeCluster cluster,
        Plan plan,
        Installation installation,
        BuildHashes hashes,
        Instant now) {
    static final Path CASES = Path.of("src/test/resources/cases");

    /** What an {@code in-} file may be called, and the object it holds, if it holds one of the cluster's. */
    static final Map<String, Optional<String>> INPUTS = inputs();

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    static GoldenCase of(String name) {
        return at(CASES.resolve(name));
    }

    /** One that lies elsewhere. */
    static GoldenCase at(Path folder) {
        return new Reader(folder).read();
    }

    /** The case's cluster once the plan was carried out. */
    FakeCluster after() {
        var after = cluster.copy();
        after.apply(plan);
        return after;
    }

    /** What would be planned next. */
    Plan again() {
        var runner = withStatus(observed.runner(), plan.status());
        var next = after().observe(
                        runner,
                        observed.pods(),
                        observed.configMaps(),
                        observed.secrets(),
                        observed.builds(),
                        observed.rejections());
        return new Planner(installation).plan(next, now);
    }

    private static AgentRunner withStatus(AgentRunner runner, AgentRunnerStatus status) {
        var tree = (ObjectNode) Yaml.tree(runner);
        tree.set("status", Yaml.tree(status));
        return Yaml.value(tree, AgentRunner.class);
    }

    private static Map<String, Optional<String>> inputs() {
        var inputs = new HashMap<String, Optional<String>>();
        for (var other : List.of(
                "agentrunner",
                "after",
                "pods",
                "configmaps",
                "secrets",
                "rejections",
                "policy",
                "now",
                "jobs",
                "build-pods",
                "build-cluster",
                "build-settings")) {
            inputs.put("in-" + other + ".yaml", Optional.empty());
        }
        inputs.put("in-claim.yaml", Optional.of("PersistentVolumeClaim"));
        inputs.put("in-existing-claim.yaml", Optional.of(FakeCluster.EXISTING_CLAIM));
        inputs.put("in-build-cache.yaml", Optional.of(FakeCluster.BUILD_CACHE));
        inputs.put("in-deployment.yaml", Optional.of("Deployment"));
        inputs.put("in-disruption-budget.yaml", Optional.of("PodDisruptionBudget"));
        inputs.put("in-network-policy.yaml", Optional.of("NetworkPolicy"));
        return inputs;
    }

    private record Reader(Path folder) {

        GoldenCase read() {
            var cluster = new FakeCluster();
            var hashes = BuildHashes.NONE;
            @Nullable JsonNode status = null;
            var after = file("after");
            if (after.isPresent()) {
                var former = GoldenCase.of(after.get().get("case").asText());
                cluster = former.after();
                hashes = former.hashes();
                status = Yaml.tree(former.plan().status());
                if (after.get().path("settled").asBoolean()) {
                    cluster.settle();
                    var settled = former.onceSettled(cluster);
                    cluster.apply(settled);
                    status = Yaml.tree(settled.status());
                }
                if (after.get().path("jobsRemoved").asBoolean()) {
                    cluster.removeJobs();
                }
                if (after.get().path("deleted").asBoolean()) {
                    cluster.collectGarbage();
                    status = null;
                }
            }
            for (var input : INPUTS.entrySet()) {
                var overlay = file(input.getKey().substring(3, input.getKey().length() - 5));
                if (input.getValue().isPresent() && overlay.isPresent()) {
                    cluster.merge(input.getValue().get(), (ObjectNode) overlay.get());
                }
            }
            var configMaps = file("configmaps").map(Reader::map).orElse(Map.of());
            var written = Yaml.value(file("agentrunner").orElseThrow(), AgentRunner.class);
            hashes = hashes.then(BuildHashes.of(written, configMaps));
            for (var job : file("jobs").map(hashes::fill).stream()
                    .flatMap(JsonNode::valueStream)
                    .toList()) {
                cluster.merge(FakeCluster.job(job.at("/metadata/name").asText()), (ObjectNode) job);
            }
            var observed = observe(cluster, status, configMaps, hashes);
            var installation = installation();
            var now = file("now").map(n -> Instant.parse(n.asText())).orElse(NOW);
            return new GoldenCase(
                    folder,
                    observed,
                    cluster,
                    new Planner(installation).plan(observed, now),
                    installation,
                    hashes,
                    now);
        }

        private Installation installation() {
            var policy = new Policy(java.util.Set.copyOf(
                    file("policy").map(p -> list(p, Permission.class)).orElse(List.of())));
            var settings = file("build-settings").orElseGet(() -> Yaml.parse("{}"));
            var profile =
                    SecurityProfile.valueOf(settings.path("securityProfile").asText("EXPLICIT"));
            return new Installation(
                    policy,
                    Installation.BUILDER.confinedBy(
                            new Confinement(profile, Optional.of("builder.json"), Optional.empty())),
                    Optional.ofNullable(settings.get("localRegistryPushHost")).map(JsonNode::asText));
        }

        private ObservedBuilds builds(BuildHashes hashes) {
            var cluster = file("build-cluster").orElseGet(() -> Yaml.parse("{}"));
            return new ObservedBuilds(
                    List.of(),
                    file("build-pods")
                            .map(hashes::fill)
                            .map(pods -> list(pods, Pod.class))
                            .orElse(List.of()),
                    Optional.empty(),
                    Optional.ofNullable(cluster.get("podSecurity")).map(JsonNode::asText),
                    Optional.of(cluster.path("localRegistry").asText(FakeCluster.REGISTRY))
                            .filter(hosting -> !hosting.isEmpty()),
                    cluster.path("admitted").asBoolean(true));
        }

        private Observed observe(
                FakeCluster cluster, @Nullable JsonNode status, Map<String, String> configMaps, BuildHashes hashes) {
            var runner = (ObjectNode) hashes.fill(file("agentrunner").orElseThrow());
            if (!runner.has("status") && status != null) {
                runner.set("status", status);
            }
            var typed = Yaml.value(runner, AgentRunner.class);
            assertThat(Flat.of(Yaml.tree(typed)).keySet())
                    .as("a field that the AgentRunner in %s doesn't have", folder.getFileName())
                    .containsAll(Flat.of(runner).keySet());
            var template = cluster.get("Deployment")
                    .map(live -> live.at("/spec/template/metadata/annotations")
                            .path("stigmer.ai/template")
                            .asText())
                    .orElse("");
            return cluster.observe(
                    typed,
                    file("pods")
                            .map(pods -> list(current(pods, template), Pod.class))
                            .orElse(List.of()),
                    configMaps,
                    file("secrets").map(Reader::map).orElse(Map.of()),
                    builds(hashes),
                    file("rejections")
                            .map(hashes::fill)
                            .map(r -> list(r, ApiRejection.class))
                            .orElse(List.of()));
        }

        /** Pods say of which rollout they are: {@code stigmer.ai/template: current} means the live Deployment's. */
        private static JsonNode current(JsonNode pods, String template) {
            for (var pod : pods) {
                if (pod.at("/metadata/annotations") instanceof ObjectNode annotations
                        && annotations.path("stigmer.ai/template").asText().equals("current")) {
                    annotations.put("stigmer.ai/template", template);
                }
            }
            return pods;
        }

        private Optional<JsonNode> file(String name) {
            var file = folder.resolve("in-" + name + ".yaml");
            return Files.exists(file) ? Optional.of(Yaml.read(file)) : Optional.empty();
        }

        private static <T> List<T> list(JsonNode list, Class<T> type) {
            Function<JsonNode, T> value = node -> Yaml.value(node, type);
            return StreamSupport.stream(list.spliterator(), false).map(value).toList();
        }

        private static Map<String, String> map(JsonNode map) {
            var values = new HashMap<String, String>();
            map.properties()
                    .forEach(
                            entry -> values.put(entry.getKey(), entry.getValue().asText()));
            return values;
        }
    }

    private Plan onceSettled(FakeCluster settled) {
        var runner = withStatus(observed.runner(), plan.status());
        var next = settled.observe(
                runner, List.of(), observed.configMaps(), observed.secrets(), observed.builds(), List.of());
        return new Planner(installation).plan(next, now);
    }
}
