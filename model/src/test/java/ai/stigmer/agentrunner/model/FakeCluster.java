package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.simulation.Key;
import ai.stigmer.agentrunner.model.simulation.SimulatedApiServer;
import ai.stigmer.agentrunner.model.simulation.Stored;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The objects of one AgentRunner on the simulated API server, by role: its kind where there is one of the kind. In place of
 * controllers, {@link #runControllers} binds claims and rolls out.
 */
final class FakeCluster {
    /** The claim that spec.workspace.existingClaim names. */
    static final String EXISTING_CLAIM = "existing-claim";
    /** The claim that keeps layers between builds. */
    static final String BUILD_CACHE = "build-cache";
    /** A local registry that pods reach: builds need no more. */
    static final String REGISTRY = "{host: 'localhost:5001', hostFromClusterNetwork: 'kind-registry:5000'}";

    private final SimulatedApiServer server;
    private final Map<String, Key> keys = new LinkedHashMap<>();
    /** What the operator applied last, by role. */
    private final Map<String, ObjectNode> applied = new HashMap<>();

    FakeCluster() {
        server = new SimulatedApiServer((key, number) -> "live-" + role(key).toLowerCase(Locale.ROOT));
    }

    private FakeCluster(FakeCluster other) {
        server = new SimulatedApiServer(other.server);
        keys.putAll(other.keys);
        applied.putAll(other.applied);
    }

    FakeCluster copy() {
        return new FakeCluster(this);
    }

    /** Changes an object as somebody else would, or puts one there. */
    void merge(String role, ObjectNode change) {
        var manager = change.at("/metadata/managedFields/0/manager").asText();
        if (!manager.isEmpty()) {
            var changed = change.deepCopy();
            ((ObjectNode) changed.get("metadata")).remove("managedFields");
            server.update(key(role), manager, tree -> merge(tree, changed));
            return;
        }
        var live = get(role);
        var tree = live.map(ObjectNode::deepCopy).orElseGet(change::objectNode);
        merge(tree, change);
        if (live.isEmpty()) {
            keys.put(role, new Key(kind(role), tree.at("/metadata/name").asText()));
        }
        server.overwrite(key(role), tree);
    }

    private static void merge(ObjectNode object, ObjectNode change) {
        change.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner && object.get(entry.getKey()) instanceof ObjectNode old) {
                merge(old, inner);
            } else if (entry.getValue().isNull()) {
                object.remove(entry.getKey());
            } else {
                object.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** The AgentRunner was deleted: what it owns goes. */
    void collectGarbage() {
        removeIf(object -> object.tree.at("/metadata/ownerReferences").size() > 0);
    }

    /** Somebody tidied up. */
    void removeJobs() {
        removeIf(object -> object.key.kind().equals("Job"));
    }

    private void removeIf(Predicate<Stored> which) {
        for (var object : server.all().stream().filter(which).toList()) {
            server.remove(object.key);
            applied.remove(role(object.key));
        }
    }

    /** What the operator applied last. */
    Optional<ObjectNode> applied(String role) {
        return Optional.ofNullable(applied.get(role));
    }

    Optional<ObjectNode> get(String role) {
        return Optional.ofNullable(keys.get(role)).flatMap(server::get).map(object -> object.tree);
    }

    /** The role of an object that the operator makes. */
    static String key(HasMetadata object) {
        return role(new Key(object.getKind(), object.getMetadata().getName()));
    }

    private static String role(Key key) {
        return switch (key.kind()) {
            case "Job" -> job(key.name());
            case "PersistentVolumeClaim" -> key.name().endsWith("-build-cache") ? BUILD_CACHE : key.kind();
            default -> key.kind();
        };
    }

    static String job(String name) {
        return "Job/" + name;
    }

    private static String kind(String role) {
        return switch (role) {
            case EXISTING_CLAIM, BUILD_CACHE -> "PersistentVolumeClaim";
            default -> role.startsWith("Job/") ? "Job" : role;
        };
    }

    private Key key(String role) {
        return Objects.requireNonNull(keys.get(role), role);
    }

    /** Carries out a plan, and fails where the API server would refuse something. */
    void apply(Plan plan) {
        delete(plan.deletes().stream().filter(Job.class::isInstance));
        plan.writes().forEach(this::apply);
        delete(plan.deletes().stream().filter(object -> !(object instanceof Job)));
    }

    private void delete(Stream<HasMetadata> deletes) {
        for (var gone : deletes.toList()) {
            var key = key(key(gone));
            assertThat(server.get(key).map(Stored::uid))
                    .as("uid of what is deleted")
                    .contains(gone.getMetadata().getUid());
            server.remove(key);
        }
    }

    private void apply(Write write) {
        var role = key(write.object());
        var key = new Key(write.object().getKind(), write.object().getMetadata().getName());
        var tree = (ObjectNode) Yaml.tree(write.object());
        assertThat(write.mustCreate())
                .as("whether the apply of %s is conditional on absence", key)
                .isEqualTo(server.get(key).isEmpty());
        if (write.takesOver()) {
            server.takeOver(key);
        }
        server.apply(key, tree, write.manager(), write.mustCreate());
        keys.put(role, key);
        if (write.manager().equals(Write.OPERATOR)) {
            applied.put(role, tree);
        }
    }

    /** Lets the cluster's controllers do their work: claims are bound, pods are ready. */
    void runControllers() {
        change("PersistentVolumeClaim", ApiDefaults::bind);
        change(BUILD_CACHE, ApiDefaults::bind);
        change("Deployment", ApiDefaults::rollOut);
    }

    private void change(String role, Consumer<ObjectNode> change) {
        get(role).map(ObjectNode::deepCopy).ifPresent(tree -> {
            change.accept(tree);
            server.overwrite(key(role), tree);
        });
    }

    /** Where nothing keeps a build from beginning. */
    Observed observe(
            AgentRunner runner,
            List<Pod> pods,
            Map<String, String> configMaps,
            Map<String, String> secrets,
            List<ApiRejection> rejections) {
        var free = new ObservedBuilds(
                List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.of(REGISTRY), BuildTurn.GRANTED);
        return observe(runner, pods, configMaps, secrets, free, rejections);
    }

    /**
     * What there is, for an AgentRunner.
     *
     * @param builds but for the objects, which are those of this cluster
     */
    Observed observe(
            AgentRunner runner,
            List<Pod> pods,
            Map<String, String> configMaps,
            Map<String, String> secrets,
            ObservedBuilds builds,
            List<ApiRejection> rejections) {
        return new Observed(
                runner,
                typed("PersistentVolumeClaim", PersistentVolumeClaim.class),
                typed(EXISTING_CLAIM, PersistentVolumeClaim.class),
                typed("Deployment", Deployment.class),
                typed("PodDisruptionBudget", PodDisruptionBudget.class),
                typed("NetworkPolicy", NetworkPolicy.class),
                pods,
                configMaps,
                secrets,
                new ObservedBuilds(
                        server.all().stream()
                                .filter(object -> object.key.kind().equals("Job"))
                                .map(job -> job.as(Job.class))
                                .toList(),
                        builds.pods(),
                        typed(BUILD_CACHE, PersistentVolumeClaim.class),
                        builds.podSecurity(),
                        builds.localRegistry(),
                        builds.turn()),
                rejections);
    }

    private <T extends HasMetadata> Optional<T> typed(String role, Class<T> type) {
        return Optional.ofNullable(keys.get(role)).flatMap(server::get).map(object -> object.as(type));
    }
}
