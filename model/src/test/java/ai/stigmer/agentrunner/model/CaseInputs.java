package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.build.Confinement;
import ai.stigmer.agentrunner.model.build.Registry;
import ai.stigmer.agentrunner.model.build.SecurityProfile;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.FieldConflict;
import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.rule.AllowedMetadata;
import ai.stigmer.agentrunner.model.rule.BuildBounds;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What one reconcile of a case starts from: its {@code in-} files, or the same in a step of its {@code in-before.yaml}.
 *
 * @param origin where they stand, for messages
 * @param values by name, which is the file's without {@code in-} and {@code .yaml}
 */
record CaseInputs(String origin, Map<String, JsonNode> values) {
    /** The inputs that are an object of the cluster, or what somebody changed in one, and its key there. */
    private static final Map<String, String> OBJECTS = Map.of(
            "claim", "PersistentVolumeClaim",
            "existing-claim", FakeCluster.EXISTING_CLAIM,
            "build-cache", FakeCluster.BUILD_CACHE,
            "deployment", "Deployment",
            "disruption-budget", "PodDisruptionBudget",
            "network-policy", "NetworkPolicy");

    private static final Set<String> OTHERS = Set.of(
            "agentrunner",
            "pods",
            "configmaps",
            "secrets",
            "rejections",
            "conflicts",
            "policy",
            "allowed-metadata",
            "now",
            "jobs",
            "build-pods",
            "build-cluster",
            "build-settings",
            "rendering-revision");

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static CaseInputs of(Path folder) {
        var values = names().filter(name -> Files.exists(folder.resolve(file(name))))
                .collect(Collectors.toMap(Function.identity(), name -> Yaml.read(folder.resolve(file(name)))));
        return new CaseInputs(folder.getFileName().toString(), values);
    }

    static CaseInputs of(JsonNode step) {
        var values = step.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(names()).as("inputs of a step").containsAll(values.keySet());
        return new CaseInputs("a step before", values);
    }

    /** What the files of a case may be called. */
    static Set<String> files() {
        return names().map(CaseInputs::file).collect(Collectors.toSet());
    }

    private static Stream<String> names() {
        return Stream.concat(OBJECTS.keySet().stream(), OTHERS.stream());
    }

    private static String file(String name) {
        return "in-" + name + ".yaml";
    }

    /** As a user wrote it: without the status that the operator gave it since. */
    AgentRunner agentRunner() {
        return Yaml.value(get("agentrunner").orElseThrow(), AgentRunner.class);
    }

    Map<String, String> configMaps() {
        return map("configmaps");
    }

    Instant now() {
        return get("now").map(now -> Instant.parse(now.asText())).orElse(NOON);
    }

    Planner planner() {
        return get("rendering-revision")
                .map(number -> new Planner(installation(), new RenderingRevision(number.asInt())))
                .orElseGet(() -> new Planner(installation()));
    }

    private Installation installation() {
        var settings = get("build-settings").orElseGet(() -> Yaml.parse("{}"));
        var policy = new Policy(
                Set.copyOf(get("policy").map(p -> list(p, Permission.class)).orElse(List.of())),
                new AllowedMetadata(Set.copyOf(
                        get("allowed-metadata").map(m -> list(m, String.class)).orElse(List.of()))),
                bounds(settings));
        var profile = SecurityProfile.valueOf(settings.path("securityProfile").asText("EXPLICIT"));
        return new Installation(
                policy,
                Installation.BUILDER
                        .confinedBy(new Confinement(profile, Optional.of("builder.json"), Optional.empty()))
                        .with(settings.path("registries")
                                .valueStream()
                                .map(CaseInputs::registry)
                                .toList()),
                Optional.ofNullable(settings.get("localRegistryPushHost")).map(JsonNode::asText),
                get("secrets").isPresent());
    }

    private static Registry registry(JsonNode setting) {
        return new Registry(
                setting.path("host").asText(),
                setting.path("mirrors").valueStream().map(JsonNode::asText).toList(),
                setting.path("insecure").asBoolean(),
                Optional.ofNullable(setting.get("ca")).map(JsonNode::asText));
    }

    private static BuildBounds bounds(JsonNode settings) {
        var timeout = Optional.ofNullable(settings.get("maxTimeout")).map(time -> Duration.parse(time.asText()));
        var resources = settings.path("maxResources")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Quantity(entry.getValue().asText())));
        return new BuildBounds(
                timeout.orElse(BuildBounds.BY_DEFAULT.timeout()),
                resources.isEmpty() ? BuildBounds.BY_DEFAULT.resources() : resources);
    }

    /** Puts the objects into a cluster, and what others changed in those that it holds. */
    void addTo(FakeCluster cluster, BuildHashes hashes) {
        OBJECTS.forEach((name, key) -> get(name).ifPresent(object -> cluster.merge(key, (ObjectNode) object)));
        for (var job : get("jobs").map(hashes::fill).stream()
                .flatMap(JsonNode::valueStream)
                .toList()) {
            cluster.merge(FakeCluster.job(job.at("/metadata/name").asText()), (ObjectNode) job);
        }
    }

    /**
     * What the operator sees.
     *
     * @param status the AgentRunner's, if the inputs say nothing of it
     */
    Observed observe(FakeCluster cluster, Optional<JsonNode> status, BuildHashes hashes) {
        var runner = (ObjectNode) hashes.fill(get("agentrunner").orElseThrow());
        if (!runner.has("status")) {
            status.ifPresent(earlier -> runner.set("status", earlier));
        }
        var typed = Yaml.value(runner, AgentRunner.class);
        assertThat(Flat.of(Yaml.tree(typed)).keySet())
                .as("a field that the AgentRunner in %s doesn't have", origin)
                .containsAll(Flat.of(runner).keySet());
        var template = cluster.get("Deployment")
                .map(live -> live.at("/spec/template/metadata/annotations")
                        .path("stigmer.ai/template")
                        .asText())
                .orElse("");
        var observed = cluster.observe(
                typed,
                get("pods")
                        .map(pods -> list(current(pods, template), Pod.class))
                        .orElse(List.of()),
                configMaps(),
                map("secrets"),
                builds(hashes),
                get("rejections")
                        .map(hashes::fill)
                        .map(r -> list(r, ApiRejection.class))
                        .orElse(List.of()));
        return conflicts().reduce(observed, Observed::with, (one, other) -> other);
    }

    private Stream<FieldConflict> conflicts() {
        return get("conflicts").stream()
                .flatMap(JsonNode::valueStream)
                .map(conflict -> new FieldConflict(
                        conflict.path("kind").asText(),
                        conflict.path("name").asText(),
                        conflict.path("words").asText(),
                        conflict.path("heldBack").asBoolean(),
                        Duration.parse(conflict.path("until").asText())));
    }

    private ObservedBuilds builds(BuildHashes hashes) {
        var cluster = get("build-cluster").orElseGet(() -> Yaml.parse("{}"));
        return new ObservedBuilds(
                List.of(),
                get("build-pods")
                        .map(hashes::fill)
                        .map(pods -> list(pods, Pod.class))
                        .orElse(List.of()),
                Optional.empty(),
                Optional.ofNullable(cluster.get("podSecurity")).map(JsonNode::asText),
                Optional.of(cluster.path("localRegistry").asText(FakeCluster.REGISTRY))
                        .filter(hosting -> !hosting.isEmpty()),
                BuildTurn.valueOf(cluster.path("turn").asText("GRANTED")));
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

    private Optional<JsonNode> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static <T> List<T> list(JsonNode list, Class<T> type) {
        Function<JsonNode, T> value = node -> Yaml.value(node, type);
        return StreamSupport.stream(list.spliterator(), false).map(value).toList();
    }

    private Map<String, String> map(String name) {
        var texts = new HashMap<String, String>();
        get(name).ifPresent(map -> map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText())));
        return texts;
    }
}
