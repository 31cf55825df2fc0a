package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.spec.References;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is watched: our own objects by label, and of ConfigMaps (and Secrets, if allowed) a hash. */
final class Caches {
    private static final String OURS = Labels.RUNNER;
    private static final String OUR_PODS = Labels.RUNNER + "," + Labels.COMPONENT + "=" + Labels.COMPONENT_RUNNER;
    private static final String BY_RUNNER = "runner";
    private static final String BY_CONFIG_MAP = "configMap";
    private static final String BY_SECRET = "secret";

    /** Objects a page when listing: bounds the memory of a start. */
    private static final long PAGE = 500;

    private final EventSourceContext<AgentRunner> context;
    private final IndexerResourceCache<AgentRunner> runners;
    private final InformerEventSource<PersistentVolumeClaim, AgentRunner> claims;
    private final InformerEventSource<Deployment, AgentRunner> deployments;
    private final InformerEventSource<PodDisruptionBudget, AgentRunner> budgets;
    private final InformerEventSource<NetworkPolicy, AgentRunner> policies;
    private final InformerEventSource<Pod, AgentRunner> pods;
    private final InformerEventSource<ConfigMap, AgentRunner> configMaps;
    private final Optional<InformerEventSource<Secret, AgentRunner>> secrets;

    Caches(EventSourceContext<AgentRunner> context, boolean watchSecrets) {
        this.context = context;
        runners = context.getPrimaryCache();
        runners.addIndexers(Map.of(
                BY_CONFIG_MAP, runner -> keys(runner, References.of(runner).configMaps()),
                BY_SECRET, runner -> keys(runner, References.of(runner).secrets()),
                BY_RUNNER, runner -> List.of(key(runner, runner.getMetadata().getName()))));
        claims = ours(PersistentVolumeClaim.class, OURS);
        deployments = ours(Deployment.class, OURS);
        budgets = ours(PodDisruptionBudget.class, OURS);
        policies = ours(NetworkPolicy.class, OURS);
        pods = ours(Pod.class, OUR_PODS);
        pods.addIndexers(Map.of(BY_RUNNER, pod -> runnerOf(pod).stream().toList()));
        configMaps = hashed(ConfigMap.class, BY_CONFIG_MAP, Slimming::hash);
        secrets = watchSecrets ? Optional.of(hashed(Secret.class, BY_SECRET, Slimming::hash)) : Optional.empty();
    }

    List<EventSource<?, AgentRunner>> eventSources() {
        var sources = new ArrayList<EventSource<?, AgentRunner>>(
                List.of(claims, deployments, budgets, policies, pods, configMaps));
        secrets.ifPresent(sources::add);
        return sources;
    }

    Stream<AgentRunner> runners() {
        return runners.list(runner -> true);
    }

    Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return claims.get(new ResourceID(name, namespace));
    }

    Optional<Deployment> deployment(String namespace, String name) {
        return deployments.get(new ResourceID(name, namespace));
    }

    Optional<PodDisruptionBudget> disruptionBudget(String namespace, String name) {
        return budgets.get(new ResourceID(name, namespace));
    }

    Optional<NetworkPolicy> networkPolicy(String namespace, String name) {
        return policies.get(new ResourceID(name, namespace));
    }

    List<Pod> pods(String namespace, String runner) {
        return pods.byIndex(BY_RUNNER, namespace + "/" + runner);
    }

    /** Those that exist, each with the hash of its data. */
    Map<String, String> configMapHashes(String namespace, Set<String> names) {
        return hashes(configMaps, namespace, names);
    }

    /** Empty where Secrets aren't watched. */
    Map<String, String> secretHashes(String namespace, Set<String> names) {
        return secrets.map(source -> hashes(source, namespace, names)).orElse(Map.of());
    }

    /** The answer to a write of ours, which the watch would bring only later. */
    void remember(HasMetadata written) {
        switch (written) {
            case PersistentVolumeClaim claim -> remember(claims, claim);
            case Deployment deployment -> remember(deployments, deployment);
            case PodDisruptionBudget budget -> remember(budgets, budget);
            case NetworkPolicy policy -> remember(policies, policy);
            default -> throw new IllegalArgumentException("not cached: " + written.getKind());
        }
    }

    private static <T extends HasMetadata> void remember(InformerEventSource<T, AgentRunner> source, T written) {
        var id = ResourceID.fromResource(written);
        source.get(id)
                .ifPresentOrElse(
                        cached -> source.handleRecentResourceUpdate(id, written, cached),
                        () -> source.handleRecentResourceCreate(id, written));
    }

    private <T extends HasMetadata> InformerEventSource<T, AgentRunner> ours(Class<T> type, String selector) {
        return source(
                type,
                InformerEventSourceConfiguration.from(type, AgentRunner.class)
                        .withLabelSelector(selector)
                        .withItemStore(new TransformingItemStore<>(Slimming::slim)),
                resource -> resource.getMetadata().getLabels() == null
                        ? Set.of()
                        : Set.of(new ResourceID(
                                resource.getMetadata().getLabels().get(Labels.RUNNER),
                                resource.getMetadata().getNamespace())));
    }

    private <T extends HasMetadata> InformerEventSource<T, AgentRunner> hashed(
            Class<T> type, String index, UnaryOperator<T> hash) {
        return source(
                type,
                InformerEventSourceConfiguration.from(type, AgentRunner.class)
                        .withItemStore(new TransformingItemStore<>(hash)),
                resource -> runners
                        .byIndex(index, key(resource, resource.getMetadata().getName()))
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toCollection(HashSet::new)));
    }

    private <T extends HasMetadata> InformerEventSource<T, AgentRunner> source(
            Class<T> type, InformerEventSourceConfiguration.Builder<T> builder, SecondaryToPrimaryMapper<T> toRunner) {
        return new InformerEventSource<>(
                builder.withName(type.getSimpleName())
                        .withNamespacesInheritedFromController()
                        .withInformerListLimit(PAGE)
                        .withSecondaryToPrimaryMapper(toRunner)
                        .build(),
                context);
    }

    private static <T extends HasMetadata> Map<String, String> hashes(
            InformerEventSource<T, AgentRunner> source, String namespace, Set<String> names) {
        return names.stream()
                .flatMap(name -> source.get(new ResourceID(name, namespace)).stream())
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), Slimming::hashOf));
    }

    private static List<String> keys(AgentRunner runner, Set<String> names) {
        return names.stream().map(name -> key(runner, name)).toList();
    }

    private static String key(HasMetadata object, String name) {
        return object.getMetadata().getNamespace() + "/" + name;
    }

    private static Optional<String> runnerOf(Pod pod) {
        Function<Map<String, String>, String> name = labels -> labels.get(Labels.RUNNER);
        return Optional.ofNullable(pod.getMetadata().getLabels()).map(name).map(runner -> key(pod, runner));
    }
}
