package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.reconcile.ReconcileLoop;
import ai.stigmer.agentrunner.model.reconcile.ReconcileResult;
import ai.stigmer.agentrunner.model.reconcile.TemporaryFailure;
import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.operator.apply.RunnerLog;
import ai.stigmer.agentrunner.operator.apply.UnreadableEvents;
import ai.stigmer.agentrunner.operator.client.Explanation;
import ai.stigmer.agentrunner.operator.client.UnreadableRunner;
import ai.stigmer.agentrunner.operator.observe.EventSources;
import ai.stigmer.agentrunner.operator.serve.Failure;
import ai.stigmer.agentrunner.operator.serve.OperatorMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Has the operator SDK run the {@link ReconcileLoop}. */
@ControllerConfiguration(name = "agentrunner")
final class AgentRunnerReconciler implements Reconciler<AgentRunner> {
    private static final RunnerLog LOG = new RunnerLog(LoggerFactory.getLogger(AgentRunnerReconciler.class));

    private final ReconcileLoop loop;
    private final EventSources eventSources;
    private final UnreadableEvents unreadable;
    private final OperatorMetrics metrics;

    AgentRunnerReconciler(
            ReconcileLoop loop, EventSources eventSources, UnreadableEvents unreadable, OperatorMetrics metrics) {
        this.loop = loop;
        this.eventSources = eventSources;
        this.unreadable = unreadable;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, AgentRunner>> prepareEventSources(EventSourceContext<AgentRunner> context) {
        return eventSources.open(context, loop::forget);
    }

    @Override
    public UpdateControl<AgentRunner> reconcile(AgentRunner runner, Context<AgentRunner> context) {
        if (runner instanceof UnreadableRunner cannotBeRead) {
            unreadable.record(cannotBeRead);
            return UpdateControl.noUpdate();
        }
        var result = metrics.timed(() -> loop.reconcile(runner));
        result.written().ifPresent(written -> remember(runner, written, context));
        result.failure().ifPresent(failure -> {
            throw failure;
        });
        return requeue(result);
    }

    /** The next reconcile must not see an older status than the one just written. */
    private static void remember(AgentRunner before, AgentRunner after, Context<AgentRunner> context) {
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before);
    }

    private static UpdateControl<AgentRunner> requeue(ReconcileResult result) {
        var control = UpdateControl.<AgentRunner>noUpdate();
        return result.requeueAfter().map(control::rescheduleAfter).orElse(control);
    }

    @Override
    public ErrorStatusUpdateControl<AgentRunner> updateErrorStatus(
            AgentRunner runner, Context<AgentRunner> context, Exception e) {
        var attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) + 1;
        var failure = Failure.of(e);
        metrics.failed(failure);
        var text = "attempt " + attempt + " failed, trying again";
        if (failure == Failure.internal) {
            LOG.log(Level.ERROR, runner, text, e);
        } else {
            LOG.log(Level.WARN, runner, text + ": " + words(e));
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private static String words(Exception e) {
        if (e instanceof TemporaryFailure) {
            return String.valueOf(e.getMessage());
        }
        var words = Explanation.of(e);
        return MissingRight.in(words).map(MissingRight::sentence).orElse(words);
    }
}
