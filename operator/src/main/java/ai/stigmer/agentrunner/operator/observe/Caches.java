package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.status.PodChange;
import ai.stigmer.agentrunner.operator.client.DataHash;
import ai.stigmer.agentrunner.operator.pack.PackedObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The watches of all that AgentRunners are made of, and what they last heard. */
public final class Caches {
    /** Objects a page of a list; the API server's own clients ask for as many. */
    public static final long PAGE = 500;

    /**
     * Of ConfigMaps and Secrets, which may have 1 MiB each and of which only a hash is kept: a page is held several times
     * over while it is read.
     */
    private static final long PAGE_OF_LARGE = 20;

    private final EventSourceContext<AgentRunner> context;
    private final ReferenceIndex references;
    private final Map<Class<?>, InformerEventSource<?, AgentRunner>> made = new HashMap<>();
    private final InformerEventSource<Pod, AgentRunner> pods;
    private final Optional<InformerEventSource<Job, AgentRunner>> jobs;
    private final SimpleInboundEventSource<AgentRunner> wakeUps = new SimpleInboundEventSource<>("wake-ups");
    private final InformerEventSource<ConfigMap, AgentRunner> configMaps;
    private final Optional<InformerEventSource<Secret, AgentRunner>> secrets;

    /** Does not start them. */
    Caches(EventSourceContext<AgentRunner> context, boolean withSecrets, boolean withBuilds) {
        this.context = context;
        this.references = ReferenceIndex.on(context.getPrimaryCache());
        made(Deployment.class, Watched.DEPLOYMENTS);
        made(PersistentVolumeClaim.class, Watched.CLAIMS);
        made(PodDisruptionBudget.class, Watched.BUDGETS);
        made(NetworkPolicy.class, Watched.NETWORK_POLICIES);
        pods = new InformerEventSource<>(
                labelled(Pod.class, Watched.PODS)
                        .withOnAddFilter(PodChange::matters)
                        .withOnUpdateFilter((after, before) -> PodChange.matters(before, after))
                        .build(),
                context);
        jobs = withBuilds
                ? Optional.of(new InformerEventSource<>(
                        labelled(Job.class, Watched.JOBS).build(), context))
                : Optional.empty();
        jobs.ifPresent(source -> made.put(Job.class, source));
        configMaps = dataHashes(ConfigMap.class, references::usersOfConfigMap);
        secrets = withSecrets ? Optional.of(dataHashes(Secret.class, references::usersOfSecret)) : Optional.empty();
    }

    List<EventSource<?, AgentRunner>> sources() {
        var sources = new ArrayList<EventSource<?, AgentRunner>>(made.values());
        sources.add(pods);
        sources.add(wakeUps);
        sources.add(configMaps);
        secrets.ifPresent(sources::add);
        return sources;
    }

    <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) {
        return source(type).get(new ResourceID(name, namespace));
    }

    List<Pod> pods(AgentRunner runner, String component) {
        return pods.getSecondaryResources(runner).stream()
                .filter(pod -> component.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
                .toList();
    }

    /** The build Jobs that carry its name; none where nothing is built. */
    List<Job> jobs(AgentRunner runner) {
        return jobs.map(source -> List.copyOf(source.getSecondaryResources(runner)))
                .orElse(List.of());
    }

    /** The build Jobs of all AgentRunners. */
    Stream<Job> jobs() {
        return jobs.map(source -> source.list(job -> true)).orElseGet(Stream::of);
    }

    /** Queues a reconcile. */
    void wake(ResourceID runner) {
        wakeUps.propagateEvent(runner);
    }

    Optional<String> configMap(String namespace, String name) {
        return configMaps.get(new ResourceID(name, namespace)).map(DataHash::of);
    }

    Optional<String> secret(String namespace, String name) {
        return secrets.flatMap(source -> source.get(new ResourceID(name, namespace)))
                .map(DataHash::of);
    }

    /** Takes the API server's reply to a write, so that the next look is not older than it. */
    public <T extends HasMetadata> void replied(T object) {
        @SuppressWarnings("unchecked")
        var type = (Class<T>) PackedObject.type(object);
        // As if it were new: then versions decide, and one that the watch has overtaken is ignored.
        source(type).handleRecentResourceCreate(ResourceID.fromResource(object), object);
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> InformerEventSource<T, AgentRunner> source(Class<T> type) {
        var source = made.get(type);
        if (source == null) {
            throw new IllegalArgumentException("not watched: " + type);
        }
        return (InformerEventSource<T, AgentRunner>) source;
    }

    /** Nobody asks for these by AgentRunner but by name, so no index from one to the other is kept. */
    private <T extends HasMetadata> void made(Class<T> type, Watched watched) {
        var configuration = labelled(type, watched)
                .<AgentRunner>withPrimaryToSecondaryMapper(runner -> Set.of(ResourceID.fromResource(runner)))
                .build();
        made.put(type, new InformerEventSource<>(configuration, context));
    }

    private static <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> labelled(
            Class<T> type, Watched watched) {
        return InformerEventSourceConfiguration.from(type, AgentRunner.class)
                .withName(type.getSimpleName())
                .withLabelSelector(watched.selector())
                .withSecondaryToPrimaryMapper(Caches::labelledRunner)
                .withInformerListLimit(PAGE)
                .withNamespacesInheritedFromController();
    }

    private static Set<ResourceID> labelledRunner(HasMetadata object) {
        var metadata = object.getMetadata();
        var runner = metadata.getLabels() == null ? null : metadata.getLabels().get(Labels.RUNNER);
        return runner == null ? Set.of() : Set.of(new ResourceID(runner, metadata.getNamespace()));
    }

    /** Read as {@link DataHash}s: of those that no AgentRunner names, too, nothing else is kept. */
    private <T extends HasMetadata> InformerEventSource<T, AgentRunner> dataHashes(
            Class<T> type, SecondaryToPrimaryMapper<T> users) {
        var configuration = InformerEventSourceConfiguration.from(type, AgentRunner.class)
                .withName(type.getSimpleName())
                .withSecondaryToPrimaryMapper(users)
                .<AgentRunner>withPrimaryToSecondaryMapper(runner -> Set.of())
                .withOnUpdateFilter((after, before) -> !DataHash.of(after).equals(DataHash.of(before)))
                .withInformerListLimit(PAGE_OF_LARGE)
                .withNamespacesInheritedFromController()
                .build();
        return new InformerEventSource<>(configuration, context);
    }
}
