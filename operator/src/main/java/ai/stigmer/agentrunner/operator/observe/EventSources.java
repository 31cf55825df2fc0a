package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The watches, once the operator SDK has opened them. */
public final class EventSources {
    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Consumer<AgentRunner> gone;
    private volatile @Nullable Opened opened;

    private record Opened(
            IndexerResourceCache<AgentRunner> runners,
            Caches caches,
            Observer observer,
            BuildAdmission turns,
            Consumer<AgentRunner> gone) {}

    /**
     * None open yet.
     *
     * @param gone is told of each AgentRunner that was deleted
     */
    public EventSources(KubernetesClient client, OperatorConfig config, Consumer<AgentRunner> gone) {
        this.client = client;
        this.config = config;
        this.gone = gone;
    }

    /** Makes the watches for the SDK to start. */
    public List<EventSource<?, AgentRunner>> open(EventSourceContext<AgentRunner> context) {
        var caches = new Caches(context, config.watchSecrets(), config.buildsImages());
        var turns = new BuildAdmission(
                caches::jobs,
                subject -> caches.wake(new ResourceID(subject.name(), subject.namespace())),
                config.builds().maxConcurrent(),
                System::nanoTime);
        var departure = gone.andThen(turns::gone);
        opened = new Opened(
                context.getPrimaryCache(),
                caches,
                new Observer(client, caches, config.buildsImages()),
                turns,
                departure);
        var sources = new ArrayList<>(caches.sources());
        sources.add(new DeletionSource(departure));
        return sources;
    }

    /** One look at the cluster for one AgentRunner. */
    public Observed observe(AgentRunner runner) {
        return get().observer().observe(runner);
    }

    /** At the end of a reconcile: where the AgentRunner was deleted meanwhile, what was kept of it since goes, too. */
    public void ended(AgentRunner runner) {
        if (get().runners().get(ResourceID.fromResource(runner)).isEmpty()) {
            get().gone().accept(runner);
        }
    }

    /** Who may build now. */
    public BuildAdmission turns() {
        return get().turns();
    }

    /** Takes the API server's reply to a write. */
    public void replied(HasMetadata object) {
        get().caches().replied(object);
    }

    /** All AgentRunners known: none before the watches are opened, when metrics are asked for already. */
    public Stream<AgentRunner> runners() {
        return Stream.ofNullable(opened).flatMap(open -> open.runners().list(runner -> true));
    }

    private Opened get() {
        return Objects.requireNonNull(opened, "the watches are opened before anything is reconciled");
    }
}
