package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.model.render.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the operator watches, and what it was told of each kind. */
final class SimulatedCaches {
    static final List<String> WATCHED = List.of(
            "AgentRunner",
            "Deployment",
            "PersistentVolumeClaim",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Pod",
            "Job",
            "ConfigMap");

    private final Map<String, Cache> caches = new TreeMap<>();

    /** Lists the cluster. */
    SimulatedCaches(SimulatedApiServer server, RunnerStates states) {
        for (var kind : WATCHED) {
            var cache = new Cache(kind);
            cache.list(server, states);
            caches.put(kind, cache);
        }
    }

    SimulatedCaches(SimulatedCaches other) {
        other.caches.forEach((kind, cache) -> caches.put(kind, new Cache(cache)));
    }

    Cache of(String kind) {
        return Objects.requireNonNull(caches.get(kind), kind);
    }

    <T extends HasMetadata> Optional<T> get(Class<T> type, String name) {
        var kind = HasMetadata.getKind(type);
        return of(kind).get(new Key(kind, name)).map(stored -> stored.as(type));
    }

    List<Pod> pods(boolean ofBuilds) {
        return of("Pod")
                .all()
                .filter(pod -> JobController.isBuild(pod) == ofBuilds)
                .map(pod -> pod.as(Pod.class))
                .toList();
    }

    /** Those of one AgentRunner's builds: the SDK finds them by name, and so has replies that the watch hasn't told of. */
    List<Job> jobs(String runner) {
        return of("Job")
                .all()
                .flatMap(job -> of("Job").get(job.key).stream())
                .map(job -> job.as(Job.class))
                .filter(job -> runner.equals(job.getMetadata().getLabels().get(Labels.RUNNER)))
                .toList();
    }

    /** Those of all, as the SDK lists them. */
    List<Job> jobs() {
        return of("Job").all().map(job -> job.as(Job.class)).toList();
    }

    /** What stands for the hash of their data, by name. */
    Map<String, String> configMaps(Set<String> names) {
        var contents = new HashMap<String, String>();
        for (var name : names) {
            of("ConfigMap")
                    .get(new Key("ConfigMap", name))
                    .ifPresent(map -> contents.put(name, map.tree.path("data").toString()));
        }
        return contents;
    }

    void digest(StringBuilder text, SimulatedApiServer server) {
        caches.forEach((kind, cache) -> {
            text.append(kind);
            cache.digest(text, server);
        });
    }
}
