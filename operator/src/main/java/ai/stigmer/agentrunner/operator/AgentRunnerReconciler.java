package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;

/** Observe, plan, apply, and write one status. */
final class AgentRunnerReconciler implements Reconciler<AgentRunner> {
    /** Each of the four objects may surprise once, and one round must go through. */
    private static final int ROUNDS = 5;

    private final Planner planner;
    private final Clock clock;
    private final KubernetesClient client;
    private final boolean watchSecrets;
    private final EventRecorder recorder;
    private final OperatorMetrics metrics;

    /** Made when the framework asks for what to watch, which is before the first reconcile. */
    private Observer observer;

    private Applier applier;

    @SuppressWarnings("NullAway.Init")
    AgentRunnerReconciler(
            Planner planner,
            Clock clock,
            KubernetesClient client,
            boolean watchSecrets,
            EventRecorder recorder,
            OperatorMetrics metrics) {
        this.planner = planner;
        this.clock = clock;
        this.client = client;
        this.watchSecrets = watchSecrets;
        this.recorder = recorder;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, AgentRunner>> prepareEventSources(EventSourceContext<AgentRunner> context) {
        var caches = new Caches(context, watchSecrets);
        metrics.countPhases(caches);
        observer = new Observer(caches, client);
        applier = new Applier(client, caches, metrics);
        return caches.eventSources();
    }

    @Override
    public UpdateControl<AgentRunner> reconcile(AgentRunner runner, Context<AgentRunner> context) {
        var plan = settle(observer.observe(runner));
        recorder.record(runner, plan.notices());
        writeStatus(runner, plan, context);
        var done = UpdateControl.<AgentRunner>noUpdate();
        plan.lookAgain().ifPresent(done::rescheduleAfter);
        return done;
    }

    /** Plans and applies until nothing is met that the plan didn't know. */
    private Plan settle(Observed observed) {
        for (int round = 0; round < ROUNDS; round++) {
            var plan = planner.plan(observed, clock.instant());
            var result = applier.apply(plan);
            if (result.complete()) {
                return plan;
            }
            for (var surprise : result.learned()) {
                observed = surprise.learn(observed);
            }
        }
        throw new IllegalStateException("the objects changed at every try, the next one follows");
    }

    /** Only the framework's helper remembers the answer; without it the next look would see the former status. */
    private void writeStatus(AgentRunner runner, Plan plan, Context<AgentRunner> context) {
        if (!plan.statusChanged()) {
            return;
        }
        var metadata = runner.getMetadata();
        var fresh = new AgentRunner();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .build());
        fresh.setStatus(plan.status());
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(runner, fresh, context);
        metrics.written(AgentRunner.KIND, "status");
        metrics.changed(runner, plan.status());
    }
}
