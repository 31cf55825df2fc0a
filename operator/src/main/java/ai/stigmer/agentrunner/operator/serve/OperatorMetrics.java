package ai.stigmer.agentrunner.operator.serve;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.plan.BuildChange;
import ai.stigmer.agentrunner.model.reconcile.ReconcileResult;
import ai.stigmer.agentrunner.operator.apply.WriteMetrics;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import ai.stigmer.agentrunner.operator.pack.Phases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operator's metrics. Their labels are kinds, verbs, phases and outcomes: never a name, so their number doesn't grow
 * with the cluster.
 */
public final class OperatorMetrics implements WriteMetrics {
    private static final String PREFIX = "agentrunner.operator.";

    private final MeterRegistry registry;
    private final MultiGauge phases;
    private final MultiGauge builds;
    private final MultiGauge silences;
    private final Map<Outcome, Timer> reconciles = new EnumMap<>(Outcome.class);
    private final Counter eventsLost;
    private final Timer timeToReady;

    /** How a reconcile ended: the label {@code outcome}. */
    private enum Outcome {
        /** Nothing had to be written. */
        unchanged,
        /** Something was written. */
        written,
        /** The API server refused something for good; the status says so. */
        refused,
        /** The namespace is being deleted. */
        ended,
        /** It threw, and will be tried again. */
        failed
    }

    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        phases = MultiGauge.builder("agentrunner.agentrunners")
                .description("AgentRunners by the phase in their status")
                .register(registry);
        builds = MultiGauge.builder("agentrunner.builds")
                .description("Builds that are queued, and those that run")
                .register(registry);
        silences = MultiGauge.builder(PREFIX + "watch.silence")
                .description("How long the most silent watch of a type has heard nothing; a bookmark comes each minute")
                .baseUnit("seconds")
                .register(registry);
        for (var outcome : Outcome.values()) {
            reconciles.put(
                    outcome,
                    Timer.builder(PREFIX + "reconcile")
                            .description("Reconciles by outcome, and how long they took")
                            .tag("outcome", outcome.name())
                            .serviceLevelObjectives(millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000))
                            .register(registry));
        }
        eventsLost = Counter.builder(PREFIX + "events.lost")
                .description("Events that could not be recorded")
                .register(registry);
        timeToReady = Timer.builder("agentrunner.time.to.ready")
                .description("From an AgentRunner's creation to its first readiness, where this process saw both")
                .serviceLevelObjectives(
                        millis(1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000))
                .register(registry);
    }

    /** Runs a reconcile and counts how it ended, unless it was postponed; one that throws counts as failed. */
    public ReconcileResult timed(Supplier<ReconcileResult> reconcile) {
        var begun = System.nanoTime();
        var outcome = Optional.of(Outcome.failed);
        try {
            var result = reconcile.get();
            outcome = outcome(result);
            result.buildChanges().forEach(this::built);
            result.timeToReady().ifPresent(timeToReady::record);
            return result;
        } finally {
            outcome.ifPresent(ended -> Objects.requireNonNull(reconciles.get(ended), "one for each")
                    .record(Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private static Optional<Outcome> outcome(ReconcileResult result) {
        return switch (result.outcome()) {
            case Postponed -> Optional.empty();
            case Unchanged -> Optional.of(Outcome.unchanged);
            case Written -> Optional.of(Outcome.written);
            case Refused -> Optional.of(Outcome.refused);
            case Failed -> Optional.of(Outcome.failed);
            case NamespaceGone -> Optional.of(Outcome.ended);
        };
    }

    /** Counts the cause of a reconcile that failed and will be tried again. */
    public void failed(Failure cause) {
        Counter.builder(PREFIX + "reconcile.errors")
                .description("Failed reconciles by cause")
                .tag("cause", cause.name())
                .register(registry)
                .increment();
    }

    /** Counts a build that has ended, and how long it took; the start of one is no end, and passed over. */
    private void built(BuildChange change) {
        if (change.kind() == BuildChange.Kind.Started) {
            return;
        }
        Timer.builder("agentrunner.build")
                .description("Builds that ended, by result, and how long they took from the creation of their Job")
                .tag("result", change.kind().name())
                .serviceLevelObjectives(
                        millis(5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000))
                .register(registry)
                .record(change.took().orElse(Duration.ZERO));
        if (change.kind() == BuildChange.Kind.Failed) {
            Counter.builder("agentrunner.build.failures")
                    .description("Builds that failed, by the reason in their status")
                    .tag("reason", String.valueOf(change.build().reason()))
                    .register(registry)
                    .increment();
        }
    }

    @Override
    public void written(String kind, String verb) {
        Counter.builder(PREFIX + "writes")
                .description("Writes to the API server that were accepted, but for Events and the Lease")
                .tags("kind", kind, "verb", verb)
                .register(registry)
                .increment();
    }

    @Override
    public void eventLost() {
        eventsLost.increment();
    }

    /**
     * Adds what is read at each scrape.
     *
     * @param queued AgentRunners that wait for a worker
     * @param busy reconciles under way
     * @param leading 1 where this replica acts, 0 where it stands by
     */
    public void gauges(Supplier<Number> queued, Supplier<Number> busy, Supplier<Number> leading) {
        Gauge.builder(PREFIX + "queue.depth", queued)
                .description("AgentRunners that wait for a worker")
                .register(registry);
        Gauge.builder(PREFIX + "workers.busy", busy)
                .description("Reconciles under way")
                .register(registry);
        Gauge.builder(PREFIX + "leader", leading)
                .description("1 where this replica leads, 0 where it stands by")
                .register(registry);
    }

    /**
     * Counts AgentRunners and builds by phase anew, and reads the silence of the watches; to be called before each scrape.
     *
     * @param runners all that are cached
     */
    public void count(Stream<AgentRunner> runners, WatchLiveness liveness) {
        var counts = new EnumMap<Phase, Integer>(Phase.class);
        Arrays.stream(Phase.values()).forEach(phase -> counts.put(phase, 0));
        var unfinished = new EnumMap<BuildPhase, Integer>(Map.of(BuildPhase.Queued, 0, BuildPhase.Running, 0));
        runners.map(Phases::of).forEach(phases -> {
            counts.merge(phases.runner(), 1, Integer::sum);
            phases.build().ifPresent(build -> unfinished.computeIfPresent(build, (phase, count) -> count + 1));
        });
        register(phases, counts);
        register(builds, unfinished);
        silences.register(
                liveness.silences().entrySet().stream()
                        .map(silence -> MultiGauge.Row.of(
                                Tags.of("resource", silence.getKey()),
                                silence.getValue().toMillis() / 1000.0))
                        .toList(),
                true);
    }

    private static void register(MultiGauge gauge, Map<? extends Enum<?>, Integer> counts) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        counts.forEach((phase, count) -> rows.add(MultiGauge.Row.of(Tags.of("phase", phase.name()), count)));
        gauge.register(rows, true);
    }

    private static Duration[] millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
