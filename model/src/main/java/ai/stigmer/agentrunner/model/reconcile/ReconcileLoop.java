package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.BuildChange;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.reconcile.ConvergenceLoop.Converged;
import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles.InFlight;
import ai.stigmer.agentrunner.model.reconcile.ReconcileResult.Outcome;
import ai.stigmer.agentrunner.model.status.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One reconcile: observe, plan and apply until the cluster is as planned, write the status. */
public final class ReconcileLoop {
    /** A reconcile takes less, and so does a watch that is alive. */
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    /** What is mended by then nobody needs to hear of: an API server that starts anew, a leader election of etcd. */
    private static final Duration TOLD_AFTER = Duration.ofSeconds(10);

    private final RunnerStates states;
    private final InFlightReconciles inFlight;
    private final ClusterReader cluster;
    private final ApiServer server;
    private final BuildAdmission builds;
    private final ConflictDetection conflicts;
    private final ConvergenceLoop convergence;
    private final InstantSource clock;
    private final LongSupplier monotonic;

    /**
     * @param clock for what is told
     * @param monotonic in nanoseconds, for what is waited for
     */
    public ReconcileLoop(
            Planner planner,
            RunnerStates states,
            InFlightReconciles inFlight,
            ClusterReader cluster,
            ApiServer server,
            BuildAdmission builds,
            InstantSource clock,
            LongSupplier monotonic) {
        var caching = new CachingPlanner(planner, states);
        this.states = states;
        this.inFlight = inFlight;
        this.cluster = cluster;
        this.server = server;
        this.builds = builds;
        this.conflicts = new ConflictDetection(new TemporaryFailures(server), states, monotonic);
        this.convergence = new ConvergenceLoop(observed -> caching.plan(observed, clock.instant()), conflicts);
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /**
     * @param seen the AgentRunner as the caches have it
     * @throws RuntimeException whatever a port throws: it is worth another try later
     */
    public ReconcileResult reconcile(AgentRunner seen) {
        if (states.isOutdated(seen)) {
            return ReconcileResult.of(Outcome.Postponed, Optional.of(SHORTLY));
        }
        var begun = inFlight.begin(NamespacedName.of(seen));
        if (begun.isEmpty()) {
            return ReconcileResult.of(Outcome.Postponed, Optional.of(SHORTLY));
        }
        var result = run(seen, begun.get());
        return begun.get().isAskedForAgain() ? result.requeuedAfter(SHORTLY) : result;
    }

    /** An AgentRunner was deleted. */
    public void forget(NamespacedName runner) {
        builds.gone(runner);
        states.forget(runner);
    }

    private ReconcileResult run(AgentRunner seen, InFlight reconcile) {
        try {
            return converge(seen)
                    .map(converged -> conclude(seen, converged))
                    .orElseGet(() -> ReconcileResult.of(Outcome.NamespaceGone, Optional.empty()));
        } catch (RuntimeException e) {
            states.of(seen).failingSince(monotonic.getAsLong());
            throw e;
        } finally {
            // Deleted meanwhile: what was remembered of it since goes, too.
            if (!cluster.exists(NamespacedName.of(seen))) {
                forget(NamespacedName.of(seen));
            }
            reconcile.end();
        }
    }

    /** A plan that waits for nothing but its build's turn goes on where that has come; one may lose it, too. */
    private Optional<Converged> converge(AgentRunner seen) {
        var name = NamespacedName.of(seen);
        var converged = convergence
                .converge(conflicts.withUncertain(cluster.observe(seen)))
                .flatMap(first -> builds.turn(name, first.plan())
                        .map(turn -> convergence
                                .converge(first.observed().with(turn))
                                .map(first::then))
                        .orElse(Optional.of(first)));
        converged.ifPresent(last -> builds.reconciled(name, last.plan()));
        return converged;
    }

    private ReconcileResult conclude(AgentRunner seen, Converged converged) {
        var plan = converged.plan();
        var state = states.of(seen);
        var failure = failure(converged);
        if (failure.isEmpty()) {
            state.succeeded();
        } else if (state.failingSince(monotonic.getAsLong()).compareTo(TOLD_AFTER) < 0) {
            return ReconcileResult.failed(failure.get());
        }
        if (Statuses.isAbsent(seen.getStatus())) {
            state.sawUnready(seen.getMetadata().getUid());
        }
        var written = plan.statusChanged() ? server.writeStatus(seen, plan.status()) : Optional.<AgentRunner>empty();
        written.ifPresent(state::wroteStatus);
        if (written.isPresent()) {
            plan.events().forEach(event -> server.record(seen, event));
        }
        return new ReconcileResult(
                failure.isPresent() ? Outcome.Failed : outcome(converged),
                written,
                written.map(after -> BuildChange.between(seen.getStatus(), plan.status()))
                        .orElse(List.of()),
                written.filter(after -> Statuses.isReady(plan.status())
                                && state.isFirstReadiness(after.getMetadata().getUid()))
                        .map(this::age),
                plan.requeueAfter(),
                failure);
    }

    private static Optional<TemporaryFailure> failure(Converged converged) {
        return converged.observed().rejections().stream()
                .filter(ApiRejection::isTemporary)
                .findFirst()
                .map(TemporaryFailure::new);
    }

    private Duration age(AgentRunner runner) {
        return Duration.between(Instant.parse(runner.getMetadata().getCreationTimestamp()), clock.instant());
    }

    private static Outcome outcome(Converged converged) {
        if (!converged.observed().rejections().isEmpty()) {
            return Outcome.Refused;
        }
        return converged.wrote() || converged.plan().statusChanged() ? Outcome.Written : Outcome.Unchanged;
    }
}
