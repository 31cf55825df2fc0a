package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.apply.ConvergenceLoop.Converged;
import ai.stigmer.agentrunner.model.apply.OwnStatusVersions;
import ai.stigmer.agentrunner.model.plan.BuildChange;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.operator.apply.Writing;
import ai.stigmer.agentrunner.operator.client.Explanation;
import ai.stigmer.agentrunner.operator.client.UnreadableRunner;
import ai.stigmer.agentrunner.operator.observe.EventSources;
import ai.stigmer.agentrunner.operator.serve.Failure;
import ai.stigmer.agentrunner.operator.serve.InFlightReconciles;
import ai.stigmer.agentrunner.operator.serve.InFlightReconciles.Reconcile;
import ai.stigmer.agentrunner.operator.serve.OperatorMetrics;
import ai.stigmer.agentrunner.operator.serve.OperatorMetrics.Outcome;
import ai.stigmer.agentrunner.operator.serve.TimeToReadyTracker;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reconcile: observe, plan and apply until it holds, write the status. */
@ControllerConfiguration(name = "agentrunner")
final class AgentRunnerReconciler implements Reconciler<AgentRunner> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRunnerReconciler.class);
    private static final Duration WHILE_BUSY = Duration.ofSeconds(1);

    private final EventSources eventSources;
    private final Writing writing;
    private final OwnStatusVersions written;
    private final OperatorMetrics metrics;
    private final InFlightReconciles inFlight;
    private final TimeToReadyTracker timeToReady = new TimeToReadyTracker();
    private final Clock clock;

    AgentRunnerReconciler(
            EventSources eventSources,
            Writing writing,
            OwnStatusVersions written,
            OperatorMetrics metrics,
            InFlightReconciles inFlight,
            Clock clock) {
        this.eventSources = eventSources;
        this.writing = writing;
        this.written = written;
        this.metrics = metrics;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AgentRunner>> prepareEventSources(EventSourceContext<AgentRunner> context) {
        return eventSources.open(context);
    }

    @Override
    public UpdateControl<AgentRunner> reconcile(AgentRunner runner, Context<AgentRunner> context) {
        // What is seen may be older than our own write: the watch will tell.
        if (written.isOlder(runner)) {
            return again(Optional.of(WHILE_BUSY));
        }
        var begun = inFlight.take(NamespacedName.of(runner).toString());
        if (begun.isEmpty()) {
            return again(Optional.of(WHILE_BUSY));
        }
        var requeueAfter = reconcile(runner, context, begun.get());
        // Another AgentRunner of that name came meanwhile, and was turned away.
        return again(begun.get().isAskedFor() ? Optional.of(WHILE_BUSY) : requeueAfter);
    }

    private Optional<Duration> reconcile(AgentRunner runner, Context<AgentRunner> context, Reconcile inFlight) {
        var begun = System.nanoTime();
        var outcome = Outcome.failed;
        try (inFlight) {
            var settled = runner instanceof UnreadableRunner unreadable ? tell(unreadable) : settle(runner, context);
            outcome = outcome(settled);
            return settled.flatMap(s -> s.plan().requeueAfter());
        } finally {
            eventSources.ended(runner);
            metrics.reconciled(outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private Optional<Converged> settle(AgentRunner runner, Context<AgentRunner> context) {
        timeToReady.saw(runner);
        var observed = eventSources.observe(runner);
        var settled = build(runner, writing.rounds().settle(observed));
        settled.flatMap(s -> writing.statuses().write(runner, s.plan()))
                .ifPresent(written -> wrote(runner, written, context));
        return settled;
    }

    /** A plan that waits for nothing but its build's turn goes on where that has come. */
    private Optional<Converged> build(AgentRunner runner, Optional<Converged> waiting) {
        var builds = eventSources.turns();
        var settled = waiting.filter(s -> builds.take(runner, s.plan())).isEmpty()
                ? waiting
                : waiting.flatMap(
                        s -> writing.rounds().settle(s.observed().admitting()).map(s::then));
        settled.ifPresent(s -> builds.settled(runner, s.plan()));
        return settled;
    }

    private void wrote(AgentRunner before, AgentRunner after, Context<AgentRunner> context) {
        written.wrote(after);
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before);
        if (after.getStatus() != null) {
            BuildChange.between(before.getStatus(), after.getStatus()).forEach(metrics::built);
        }
        timeToReady.wrote(after, clock.instant()).ifPresent(metrics::ready);
    }

    private Optional<Converged> tell(UnreadableRunner runner) {
        LOG.warn("{}: can't be read, it is left as it is: {}", NamespacedName.of(runner), runner.problem());
        writing.events()
                .record(
                        runner,
                        new PlannedEvent(
                                "Warning",
                                "Unreadable",
                                "the operator can't read this AgentRunner and leaves everything as it is; correct "
                                        + runner.problem()));
        return Optional.empty();
    }

    private static Outcome outcome(Optional<Converged> settled) {
        return settled.map(s -> !s.observed().rejections().isEmpty()
                        ? Outcome.refused
                        : s.wrote() || s.plan().statusChanged() ? Outcome.written : Outcome.unchanged)
                .orElse(Outcome.ended);
    }

    private static UpdateControl<AgentRunner> again(Optional<Duration> after) {
        var control = UpdateControl.<AgentRunner>noUpdate();
        return after.map(control::rescheduleAfter).orElse(control);
    }

    @Override
    public ErrorStatusUpdateControl<AgentRunner> updateErrorStatus(
            AgentRunner runner, Context<AgentRunner> context, Exception e) {
        var attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) + 1;
        var failure = Failure.of(e);
        metrics.failed(failure);
        if (failure == Failure.internal) {
            LOG.error("{}: attempt {} failed, trying again", NamespacedName.of(runner), attempt, e);
        } else {
            LOG.warn("{}: attempt {} failed, trying again: {}", NamespacedName.of(runner), attempt, words(e));
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private static String words(Exception e) {
        var words = Explanation.of(e);
        return MissingRight.in(words).map(MissingRight::sentence).orElse(words);
    }
}
