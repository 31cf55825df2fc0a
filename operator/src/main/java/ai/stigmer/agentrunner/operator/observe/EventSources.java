package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.reconcile.ClusterReader;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The watches, once the operator SDK has opened them. */
public final class EventSources implements ClusterReader {
    private final KubernetesClient client;
    private final OperatorConfig config;
    private volatile @Nullable Opened opened;

    private record Opened(
            IndexerResourceCache<AgentRunner> runners, Caches caches, Observer observer, DeletionSource deletions) {}

    /** Does not open the watches. */
    public EventSources(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
    }

    /**
     * Makes the watches for the SDK to start.
     *
     * @param deleted takes the name of each AgentRunner that is deleted
     */
    public List<EventSource<?, AgentRunner>> open(
            EventSourceContext<AgentRunner> context, Consumer<NamespacedName> deleted) {
        var caches = new Caches(context, config.watchSecrets(), config.buildsImages());
        var deletions = new DeletionSource(runner -> deleted.accept(NamespacedName.of(runner)));
        opened = new Opened(
                context.getPrimaryCache(), caches, new Observer(client, caches, config.buildsImages()), deletions);
        var sources = new ArrayList<>(caches.sources());
        sources.add(deletions);
        return sources;
    }

    @Override
    public Observed observe(AgentRunner runner) {
        return get().observer().observe(runner);
    }

    @Override
    public Optional<String> uid(NamespacedName runner) {
        return get().runners().get(id(runner)).map(found -> found.getMetadata().getUid());
    }

    @Override
    public Stream<Job> buildJobs() {
        return get().caches().jobs();
    }

    /** Queues a reconcile. */
    public void wake(NamespacedName runner) {
        get().caches().wake(id(runner));
    }

    /** Has the SDK begin anew with an AgentRunner: see {@link DroppedReconciles}. */
    public void restart(AgentRunner runner) {
        get().deletions().restart(runner, get().runners().get(ResourceID.fromResource(runner)));
    }

    /** Takes the API server's reply to a write. */
    public void replied(HasMetadata object) {
        get().caches().replied(object);
    }

    /** All AgentRunners known: none before the watches are opened, when metrics are asked for already. */
    public Stream<AgentRunner> runners() {
        return Stream.ofNullable(opened).flatMap(open -> open.runners().list(runner -> true));
    }

    private static ResourceID id(NamespacedName runner) {
        return new ResourceID(runner.name(), runner.namespace());
    }

    private Opened get() {
        return Objects.requireNonNull(opened, "the watches are opened before anything is reconciled");
    }
}
