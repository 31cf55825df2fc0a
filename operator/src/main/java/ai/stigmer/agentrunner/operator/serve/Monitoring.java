package ai.stigmer.agentrunner.operator.serve;

import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import ai.stigmer.agentrunner.operator.observe.EventSources;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** All metrics of the process, in Prometheus' text. */
public final class Monitoring {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry);
    /** Held, since it listens for collections as long as it is. */
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private final EventSources eventSources;
    private final WatchLiveness liveness;

    /**
     * @param queued AgentRunners that wait for a worker
     * @param busy reconciles under way
     * @param leading whether this replica acts
     */
    public Monitoring(
            EventSources eventSources,
            WatchLiveness liveness,
            Supplier<Number> queued,
            Supplier<Number> busy,
            BooleanSupplier leading) {
        this.eventSources = eventSources;
        this.liveness = liveness;
        metrics.gauges(queued, busy, () -> leading.getAsBoolean() ? 1 : 0);
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public OperatorMetrics metrics() {
        return metrics;
    }

    /** The metrics as of now, in Prometheus' text format. */
    public synchronized String scrape() {
        metrics.count(eventSources.runners(), liveness);
        return registry.scrape();
    }
}
