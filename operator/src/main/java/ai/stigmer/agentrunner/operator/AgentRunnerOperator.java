package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.reconcile.BuildAdmission;
import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.model.reconcile.ReconcileLoop;
import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.operator.apply.Requests;
import ai.stigmer.agentrunner.operator.apply.UnreadableEvents;
import ai.stigmer.agentrunner.operator.client.Clients;
import ai.stigmer.agentrunner.operator.client.Explanation;
import ai.stigmer.agentrunner.operator.client.LeaseFence;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import ai.stigmer.agentrunner.operator.observe.Caches;
import ai.stigmer.agentrunner.operator.observe.DroppedReconciles;
import ai.stigmer.agentrunner.operator.observe.EventSources;
import ai.stigmer.agentrunner.operator.serve.Endpoints;
import ai.stigmer.agentrunner.operator.serve.Health;
import ai.stigmer.agentrunner.operator.serve.HeapUse;
import ai.stigmer.agentrunner.operator.serve.Monitoring;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole operator: put together, started and stopped. Several can run in one process. */
public final class AgentRunnerOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRunnerOperator.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_REMINDERS = Duration.ofMinutes(1);
    private static final Duration SYNC = Duration.ofMinutes(5);
    /** Shorter than a Lease counts by default (15 s): it isn't renewed meanwhile. */
    private static final Duration FINISH = Duration.ofSeconds(10);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    /** A mean: half as much again is 20 s, which the status promises. */
    private static final Duration LATER_RETRIES = Duration.ofSeconds(13);

    private final OperatorConfig config;
    private final Fatal fatal;
    private final Clients clients;
    private final EventSources eventSources;
    private final Workers workers;
    private final Leadership leadership;
    private final Health health;
    private final Monitoring monitoring;
    private final Operator operator;
    private final RunnerStates states = new RunnerStates();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Endpoints endpoints;

    /**
     * Puts it together; only /livez, /readyz and /metrics are served yet.
     *
     * @param fatal is told when it can't go on
     * @throws IOException where they can't be served
     */
    public AgentRunnerOperator(OperatorConfig config, Fatal fatal) throws IOException {
        this.config = config;
        this.fatal = fatal;
        var liveness = new WatchLiveness(System::nanoTime);
        var inFlight = new InFlightReconciles(System::nanoTime);
        var heap = HeapUse.ofThisProcess();
        heap.logWarnings();
        health = new Health(liveness, inFlight, config.watchSilence(), System::nanoTime, heap);
        Optional<LeaseFence> fence = config.election().enabled() ? Optional.of(fence()) : Optional.empty();
        clients = Clients.open(config.connection(), liveness, fence);
        eventSources = new EventSources(clients.asking(), config);
        workers = new Workers(config.workers());
        leadership = new Leadership(
                config.election(),
                PodEnvironment.here(),
                () -> fence.isPresent() && fence.get().isExpired(),
                () -> fatal.abort("the Lease is lost, another may act"));
        monitoring = new Monitoring(eventSources, liveness, workers::queued, workers::busy, leadership::isLeading);
        var clock = Clock.systemUTC();
        var requests = new Requests(
                clients.asking(), clock, leadership.identity(), eventSources::replied, monitoring.metrics());
        var builds = new BuildAdmission(
                states, eventSources, eventSources::wake, config.builds().limits(), System::nanoTime);
        var loop = new ReconcileLoop(
                new Planner(config.installation()),
                states,
                inFlight,
                eventSources,
                requests,
                builds,
                clock,
                System::nanoTime);
        operator = new WatchingOperator(clients.watching(), this::configure);
        operator.register(
                new AgentRunnerReconciler(loop, eventSources, new UnreadableEvents(requests), monitoring.metrics()),
                this::configure);
        endpoints = Endpoints.open(config.http(), health, monitoring::scrape);
    }

    private LeaseFence fence() {
        var election = config.election();
        return new LeaseFence(
                election.duration().minus(election.retryPeriod()),
                System::nanoTime,
                () -> fatal.abort("the Lease was not renewed in time, another may act"));
    }

    /**
     * Waits until the cluster has what is needed, then begins to work, or to stand by.
     *
     * @throws InterruptedException where the wait is interrupted
     */
    public void start() throws InterruptedException {
        LOG.info("serving /livez, /readyz and /metrics on port {}", endpoints.port());
        if (!awaitCluster()) {
            return;
        }
        leadership.announce();
        try {
            operator.start();
        } catch (OperatorException e) {
            fatal.exit("could not start: " + Explanation.of(e));
            return;
        }
        var informers = informers();
        var behind =
                informers.stream().filter(informer -> !informer.hasSynced()).count();
        if (behind > 0) {
            fatal.exit(behind + " of " + informers.size() + " caches could not be filled in " + SYNC.toMinutes()
                    + " minutes");
            return;
        }
        health.started(informers.size());
        LOG.info("watching {}: started", config.namespaces().isEmpty() ? "all namespaces" : config.namespaces());
    }

    /** The port of /livez, /readyz and /metrics. */
    public int port() {
        return endpoints.port();
    }

    /** Finishes the reconciles under way, gives the Lease back, and ends. */
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        health.stopping();
        leadership.stopping();
        operator.stop();
        leadership.release(clients.asking());
        clients.close();
        endpoints.close();
    }

    /** Waits for the CustomResourceDefinition, the rights and the API server itself; false: not any more. */
    private boolean awaitCluster() throws InterruptedException {
        var preflight = new Preflight(clients.asking(), config);
        var reminder = new Reminder(BETWEEN_REMINDERS, System::nanoTime);
        for (var obstacle = preflight.obstacle(); obstacle.isPresent(); obstacle = preflight.obstacle()) {
            var words = obstacle.get();
            if (reminder.isDue(words)) {
                LOG.warn("waiting: {}", words);
            }
            if (closing.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return closing.getCount() > 0;
    }

    private void configure(ConfigurationServiceOverrider sdk) {
        sdk.withKubernetesClient(clients.asking())
                .withCloseClientOnStop(false)
                .withExecutorService(workers.executor())
                .withReconciliationTerminationTimeout(FINISH)
                .withCacheSyncTimeout(SYNC)
                // An informer then tries again after any failure but an object that it can't read.
                .withStopOnInformerErrorDuringStartup(false)
                .withInformerStoppedHandler((informer, problem) -> {
                    if (problem != null && closing.getCount() > 0) {
                        fatal.exit("the watch of " + informer + " ended: " + Explanation.of(problem));
                    }
                })
                .withMetrics(new DroppedReconciles(eventSources::restart))
                // Replies to our own writes and events are told apart by version, not only by equality.
                .withParseResourceVersions(true)
                .withResourceCloner(Same.INSTANCE);
        if (config.election().enabled()) {
            sdk.withLeaderElectionConfiguration(leadership.configuration());
        }
    }

    private void configure(ControllerConfigurationOverrider<AgentRunner> controller) {
        if (config.namespaces().isEmpty()) {
            controller.watchingAllNamespaces();
        } else {
            controller.settingNamespaces(config.namespaces());
        }
        controller
                .withRetry(new Backoff(FIRST_RETRY, LATER_RETRIES, RandomGenerator.getDefault(), states::failing))
                .withInformerListLimit(Caches.PAGE)
                .withGenerationAware(false)
                .withOnUpdateFilter((after, before) -> states.isWorthReconciling(before, after));
    }

    private List<InformerHealthIndicator> informers() {
        var informers = new ArrayList<InformerHealthIndicator>();
        for (RegisteredController<?> controller : operator.getRegisteredControllers()) {
            for (InformerWrappingEventSourceHealthIndicator<?> source : controller
                    .getControllerHealthInfo()
                    .informerEventSourceHealthIndicators()
                    .values()) {
                informers.addAll(source.informerHealthIndicators().values());
            }
        }
        return informers;
    }

    /** The SDK has one client for watches and for the Lease, which must not wait as long as a watch may. */
    private static final class WatchingOperator extends Operator {
        private final KubernetesClient watching;

        WatchingOperator(KubernetesClient watching, Consumer<ConfigurationServiceOverrider> configuration) {
            super(configuration);
            this.watching = watching;
        }

        @Override
        public KubernetesClient getKubernetesClient() {
            return watching;
        }
    }

    /** Nothing here changes an object, so none has to be copied. */
    private enum Same implements Cloner {
        INSTANCE;

        @Override
        public <R extends HasMetadata> R clone(R object) {
            return object;
        }
    }
}
