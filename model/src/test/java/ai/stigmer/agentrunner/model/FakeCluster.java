package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one AgentRunner, as an API server holds them after the operator's plans: with uids, generations,
 * defaults and canonical quantities. It knows one owner of fields, the operator; what else it finds in an object when
 * that is applied again stays only where the operator never wrote it.
 */
final class FakeCluster {
    /** The key of the claim that spec.workspace.existingClaim names. */
    static final String EXISTING_CLAIM = "existing-claim";
    /** The key of the claim that keeps layers between builds. */
    static final String BUILD_CACHE = "build-cache";
    /** A local registry that pods reach: builds need no more. */
    static final String REGISTRY = "{host: 'localhost:5001', hostFromClusterNetwork: 'kind-registry:5000'}";

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    /** What the operator applied last: it owns these fields, and loses those that the next apply leaves out. */
    private final Map<String, ObjectNode> applied = new LinkedHashMap<>();

    private boolean replicasHeld;

    FakeCluster copy() {
        var copy = new FakeCluster();
        objects.forEach((kind, object) -> copy.objects.put(kind, object.deepCopy()));
        copy.applied.putAll(applied);
        copy.replicasHeld = replicasHeld;
        return copy;
    }

    /** Changes an object as somebody else would, or puts one there. */
    void merge(String kind, ObjectNode change) {
        var object = objects.computeIfAbsent(kind, k -> change.objectNode());
        merge(object, change);
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
        objects.values()
                .removeIf(object -> object.at("/metadata/ownerReferences").size() > 0);
        applied.keySet().retainAll(objects.keySet());
    }

    /** Somebody tidied up. */
    void removeJobs() {
        objects.keySet().removeIf(key -> key.startsWith("Job/"));
    }

    /** What the operator applied last. */
    Optional<ObjectNode> applied(String kind) {
        return Optional.ofNullable(applied.get(kind));
    }

    Optional<ObjectNode> get(String kind) {
        return Optional.ofNullable(objects.get(kind));
    }

    /** Of each other kind there is one object. */
    static String key(HasMetadata object) {
        var name = object.getMetadata().getName();
        return switch (object.getKind()) {
            case "Job" -> job(name);
            case "PersistentVolumeClaim" -> name.endsWith("-build-cache") ? BUILD_CACHE : object.getKind();
            default -> object.getKind();
        };
    }

    static String job(String name) {
        return "Job/" + name;
    }

    /** Carries out a plan and refuses what the API server would refuse. */
    void apply(Plan plan) {
        delete(plan.deletes().stream().filter(Job.class::isInstance));
        plan.writes().forEach(this::apply);
        delete(plan.deletes().stream().filter(object -> !(object instanceof Job)));
    }

    private void delete(Stream<HasMetadata> deletes) {
        for (var gone : deletes.toList()) {
            var live = objects.remove(key(gone));
            assertThat(live).as("what is deleted").isNotNull();
            assertThat(gone.getMetadata().getUid())
                    .as("uid of what is deleted")
                    .isEqualTo(live.at("/metadata/uid").asText());
        }
    }

    private void apply(Write write) {
        var desired = (ObjectNode) Yaml.tree(write.object());
        var kind = key(write.object());
        var live = objects.get(kind);
        precondition(write.object(), live);
        if (!write.manager().equals(Write.OPERATOR)) {
            assertThat(write.manager()).isEqualTo(Write.REPLICAS);
            spec(Objects.requireNonNull(live)).set("replicas", spec(desired).get("replicas"));
            replicasHeld = true;
            return;
        }
        var former = applied.put(kind, desired.deepCopy());
        metadata(desired).remove("resourceVersion");
        metadata(desired).put("uid", live == null ? "live-" + kind.toLowerCase(Locale.ROOT) : uid(live));
        if (live != null) {
            keepOthersFields(kind, desired, live, former != null ? former : desired);
        }
        ApiDefaults.fill(write.object().getKind(), desired);
        if (kind.startsWith("Job/")) {
            assertThat(live).as("a Job is made once").isNull();
            metadata(desired).put("creationTimestamp", "2026-01-01T12:00:00Z");
        }
        long generation = live == null ? 0 : metadata(live).path("generation").asLong();
        metadata(desired)
                .put("generation", live != null && spec(live).equals(spec(desired)) ? generation : generation + 1);
        objects.put(kind, desired);
    }

    private static void precondition(HasMetadata object, @Nullable ObjectNode live) {
        if (live == null) {
            assertThat(object.getMetadata().getResourceVersion())
                    .as("409: %s is not there yet, so its apply must be conditional on absence", object.getKind())
                    .isEqualTo("1");
        } else {
            assertThat(object.getMetadata().getResourceVersion()).isNull();
            assertThat(object.getMetadata().getUid())
                    .as("uid of %s", object.getKind())
                    .isEqualTo(uid(live));
        }
    }

    private void keepOthersFields(String kind, ObjectNode desired, ObjectNode live, ObjectNode former) {
        if (live.has("status")) {
            desired.set("status", live.get("status"));
        }
        if (kind.equals("Deployment") && !spec(desired).has("replicas")) {
            boolean lost = spec(former).has("replicas") && !replicasHeld;
            spec(desired)
                    .set("replicas", lost ? desired.numberNode(1) : spec(live).get("replicas"));
        }
        if ((kind.equals("PersistentVolumeClaim") || kind.equals(BUILD_CACHE))
                && !spec(desired).has("storageClassName")) {
            assertThat(spec(former).has("storageClassName"))
                    .as("422: an apply that leaves out a field it owns removes it, and a claim's class is immutable")
                    .isFalse();
            spec(desired).set("storageClassName", spec(live).get("storageClassName"));
        }
    }

    /** Lets the cluster's controllers do their work: claims are bound, pods are ready. */
    void settle() {
        get("PersistentVolumeClaim").ifPresent(ApiDefaults::bind);
        get(BUILD_CACHE).ifPresent(ApiDefaults::bind);
        get("Deployment").ifPresent(ApiDefaults::rollOut);
    }

    /** Where nothing keeps a build from beginning. */
    Observed observe(
            AgentRunner runner,
            List<Pod> pods,
            Map<String, String> configMaps,
            Map<String, String> secrets,
            List<ApiRejection> rejections) {
        var free = new ObservedBuilds(
                List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.of(REGISTRY), true);
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
                        objects.entrySet().stream()
                                .filter(object -> object.getKey().startsWith("Job/"))
                                .map(job -> Yaml.value(job.getValue(), Job.class))
                                .toList(),
                        builds.pods(),
                        typed(BUILD_CACHE, PersistentVolumeClaim.class),
                        builds.podSecurity(),
                        builds.localRegistry(),
                        builds.admitted()),
                rejections);
    }

    private <T> Optional<T> typed(String kind, Class<T> type) {
        return get(kind).map(tree -> Yaml.value(tree, type));
    }

    private static ObjectNode metadata(ObjectNode object) {
        return (ObjectNode) object.get("metadata");
    }

    private static ObjectNode spec(ObjectNode object) {
        return (ObjectNode) object.get("spec");
    }

    private static String uid(ObjectNode object) {
        return metadata(object).get("uid").asText();
    }
}
