package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What /metrics shows. No label is a name: their number is bounded. */
final class OperatorMetrics implements Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger queued = new AtomicInteger();
    private final Map<ResourceID, Instant> running = new ConcurrentHashMap<>();
    private final Clock clock;

    OperatorMetrics(Clock clock) {
        this.clock = clock;
        Gauge.builder("agentrunner.reconcile.queue", queued, AtomicInteger::get)
                .description("AgentRunners waiting for a worker")
                .register(registry);
        Gauge.builder("agentrunner.reconcile.running", running, Map::size)
                .description("AgentRunners being reconciled")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        bindForLife(new JvmGcMetrics());
    }

    /** Counts the AgentRunners in the cache, whenever asked. */
    void countPhases(Caches caches) {
        for (var phase : Phase.values()) {
            Gauge.builder("agentrunner.runners", () -> caches.runners()
                            .map(AgentRunner::getStatus)
                            .filter(status -> status != null && status.phase() == phase)
                            .count())
                    .description("AgentRunners by phase")
                    .tag("phase", phase.name())
                    .register(registry);
        }
    }

    void written(String kind, String verb) {
        registry.counter("agentrunner.writes", "kind", kind, "verb", verb).increment();
    }

    /** Measures the way from creation to the first Ready. */
    void changed(AgentRunner runner, AgentRunnerStatus after) {
        @Nullable AgentRunnerStatus before = runner.getStatus();
        var firstGeneration = Long.valueOf(1).equals(after.observedGeneration());
        if (firstGeneration && after.phase() == Phase.Ready && (before == null || before.phase() != Phase.Ready)) {
            var created = Instant.parse(runner.getMetadata().getCreationTimestamp());
            Timer.builder("agentrunner.ready")
                    .description("from an AgentRunner's creation to Ready")
                    .serviceLevelObjectives(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(15),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(5))
                    .register(registry)
                    .record(Duration.between(created, clock.instant()));
        }
    }

    String scrape() {
        return registry.scrape();
    }

    /** The longest time that a worker has been at one AgentRunner. */
    Duration longestRunning() {
        var now = clock.instant();
        return running.values().stream()
                .map(since -> Duration.between(since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void reconcileCustomResource(HasMetadata resource, RetryInfo retry, Map<String, Object> metadata) {
        queued.incrementAndGet();
    }

    @Override
    public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
        queued.decrementAndGet();
        running.put(ResourceID.fromResource(resource), clock.instant());
    }

    @Override
    public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
        running.remove(ResourceID.fromResource(resource));
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var sample = Timer.start(registry);
        var outcome = "error";
        try {
            T result = execution.execute();
            outcome = execution.successTypeName(result).toLowerCase(Locale.ROOT);
            return result;
        } finally {
            sample.stop(Timer.builder("agentrunner.reconcile")
                    .description("reconciles by outcome")
                    .tag("outcome", outcome)
                    .publishPercentileHistogram(false)
                    .register(registry));
        }
    }

    /** It listens to the JVM until the process ends. */
    @SuppressWarnings("MustBeClosedChecker")
    private void bindForLife(JvmGcMetrics gc) {
        gc.bindTo(registry);
    }
}
