package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.LiveObjects;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.LocalRegistry;
import ai.stigmer.agentrunner.model.build.PodSecurity;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.DataDigest;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.References;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Reads what an AgentRunner may have to do with in a cluster, and only that. What may not be read is noted. */
final class LiveReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Cluster cluster;
    private final NamespacedName name;
    private final List<AgentRunner> runners;
    private final List<RunnerSpec> specs;
    private final Map<String, ObjectNode> trees = new HashMap<>();
    private final Set<String> readableConfigMaps = new TreeSet<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * Of an AgentRunner.
     *
     * @param runners as it is and as it would be
     */
    LiveReader(Cluster cluster, NamespacedName name, List<AgentRunner> runners) {
        this.cluster = cluster;
        this.name = name;
        this.runners = List.copyOf(runners);
        this.specs = runners.stream().map(Defaults::complete).toList();
    }

    /** All of it. */
    LiveObjects read() {
        return new LiveObjects(
                where(
                        spec -> spec.workspace() instanceof WorkspaceSpec.Claim,
                        ApiPath.claim(name.namespace(), Names.workspaceClaim(name.name())),
                        PersistentVolumeClaim.class,
                        "whether there is a claim already, and how large it is, is not known"),
                existingClaims(),
                object(ApiPath.deployment(name), Deployment.class, "whether pods run now is not known"),
                where(
                        spec -> spec.budget().isPresent(),
                        ApiPath.disruptionBudget(name),
                        PodDisruptionBudget.class,
                        "whether there is one already is not known"),
                where(
                        spec -> spec.network().policy().isPresent(),
                        ApiPath.networkPolicy(name),
                        NetworkPolicy.class,
                        "whether there is one already is not known"),
                configMaps(),
                isAny(spec -> spec.build().isPresent()) ? builds() : LiveObjects.Builds.NONE);
    }

    /** The text of an object that was read, as the API server has it. */
    Optional<ObjectNode> tree(HasMetadata object) {
        return Optional.ofNullable(trees.get(id(object)));
    }

    /** The ConfigMaps that matter, whether they are there or not, but for those that may not be read. */
    Set<String> readableConfigMaps() {
        return readableConfigMaps;
    }

    /** What was not to be read, and what is therefore not known. */
    List<String> remarks() {
        return remarks;
    }

    private boolean isAny(Predicate<RunnerSpec> asks) {
        return specs.stream().anyMatch(asks);
    }

    /** An object that only some specs ask for. */
    private <T extends HasMetadata> Optional<T> where(
            Predicate<RunnerSpec> asks, String path, Class<T> type, String unknown) {
        return isAny(asks) ? object(path, type, unknown) : Optional.empty();
    }

    private Map<String, PersistentVolumeClaim> existingClaims() {
        var claims = new HashMap<String, PersistentVolumeClaim>();
        for (var runner : runners) {
            References.of(runner).existingClaim().ifPresent(claim -> {
                switch (cluster.get(ApiPath.claim(name.namespace(), claim))) {
                    case Cluster.Found(var found) -> claims.put(claim, typed(found, PersistentVolumeClaim.class));
                    case Cluster.Forbidden(var words) -> {
                        claims.put(claim, LiveObjects.assumedClaim(claim));
                        remark("claim " + claim, "that it is there is assumed", words);
                    }
                    case Cluster.Absent absent -> {
                        // The operator will say so.
                    }
                }
            });
        }
        return claims;
    }

    private Map<String, String> configMaps() {
        var names = new TreeSet<String>();
        runners.forEach(runner -> names.addAll(References.of(runner).watchedConfigMaps()));
        var digests = new HashMap<String, String>();
        readableConfigMaps.addAll(names);
        for (var configMap : names) {
            switch (cluster.get(ApiPath.configMap(name.namespace(), configMap))) {
                case Cluster.Found(var found) -> {
                    var data = typed(found, ConfigMap.class);
                    digests.put(configMap, DataDigest.of(data.getData(), data.getBinaryData()));
                }
                case Cluster.Forbidden(var words) -> {
                    readableConfigMaps.remove(configMap);
                    remark("ConfigMap " + configMap, "whether its data changes is not known", words);
                }
                case Cluster.Absent absent -> {
                    // As the operator has it: a hash of those there are.
                }
            }
        }
        return digests;
    }

    private LiveObjects.Builds builds() {
        var jobs =
                switch (cluster.get(ApiPath.jobs(name))) {
                    case Cluster.Found(var list) ->
                        StreamSupport.stream(list.path("items").spliterator(), false)
                                .map(job -> typed((ObjectNode) job, Job.class))
                                .toList();
                    case Cluster.Forbidden(var words) -> {
                        remark("the Jobs of its builds", "whether a build runs is not known", words);
                        yield List.<Job>of();
                    }
                    case Cluster.Absent absent -> List.<Job>of();
                };
        return new LiveObjects.Builds(
                jobs,
                object(
                        ApiPath.claim(name.namespace(), Names.buildCacheClaim(name.name())),
                        PersistentVolumeClaim.class,
                        "whether it is there is not known"),
                // As the operator has it, which counts what it may not read as absent.
                text(found(ApiPath.namespace(name.namespace()))
                        .path("metadata")
                        .path("labels")
                        .path(PodSecurity.LABEL)),
                text(found(ApiPath.configMap(LocalRegistry.NAMESPACE, LocalRegistry.CONFIG_MAP))
                        .path("data")
                        .path(LocalRegistry.KEY)));
    }

    /** Missing: it is not there, or may not be read. */
    private JsonNode found(String path) {
        return cluster.get(path) instanceof Cluster.Found(var found) ? found : MissingNode.getInstance();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value.asText("")).filter(text -> !text.isEmpty());
    }

    private <T extends HasMetadata> Optional<T> object(String path, Class<T> type, String unknown) {
        return switch (cluster.get(path)) {
            case Cluster.Absent absent -> Optional.empty();
            case Cluster.Forbidden(var words) -> {
                remark(
                        type.getSimpleName()
                                + path.substring(path.lastIndexOf('/')).replace('/', ' '),
                        unknown,
                        words);
                yield Optional.empty();
            }
            case Cluster.Found(var found) -> {
                var object = typed(found, type);
                trees.put(id(object), found);
                yield Optional.of(object);
            }
        };
    }

    private void remark(String object, String unknown, String words) {
        remarks.add(object + " can't be read, so " + unknown + ": " + words);
    }

    private static String id(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    /** Without the hash of what was applied: see {@link ai.stigmer.agentrunner.cli.container.OperatorModel#planned}. */
    private static <T> T typed(ObjectNode found, Class<T> type) {
        var tree = found.deepCopy();
        if (tree.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(Annotations.APPLIED);
        }
        try {
            return JSON.treeToValue((JsonNode) tree, type);
        } catch (JsonProcessingException e) {
            throw Failure.noCluster("the cluster's " + type.getSimpleName() + " can't be read as one: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
