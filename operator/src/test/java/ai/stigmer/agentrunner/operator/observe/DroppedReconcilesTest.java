package ai.stigmer.agentrunner.operator.observe;

import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator SDK itself, with one worker, and a watch that once says nothing of a deletion. */
@EnableKubernetesMockClient(crud = true)
class DroppedReconcilesTest {
    private static final String NAMESPACE = "agents";

    @SuppressWarnings("NullAway.Init")
    static KubernetesClient client;

    private final Recorder recorder = new Recorder();
    private volatile boolean isSilent;
    private Operator operator = new Operator();

    @BeforeEach
    void start() {
        operator = new Operator(sdk -> sdk.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newSingleThreadExecutor())
                .withMetrics(new DroppedReconciles(recorder::restart)));
        operator.register(
                recorder, controller -> controller.settingNamespace(NAMESPACE).withGenericFilter(runner -> !isSilent));
        operator.start();
    }

    @AfterEach
    void stop() {
        recorder.unblock.countDown();
        operator.stop();
    }

    @Test
    void an_AgentRunner_that_left_the_cache_unseen_while_it_was_queued_is_reconciled_when_it_is_back() {
        create("first");
        await("the only worker is busy").until(() -> recorder.reconciled.contains("first"));
        create("second");
        await("the second is cached, and so queued").until(() -> recorder.isCached("second"));
        isSilent = true;
        client.resources(AgentRunner.class)
                .inNamespace(NAMESPACE)
                .withName("second")
                .delete();
        await("it left the cache").until(() -> !recorder.isCached("second"));
        isSilent = false;

        recorder.unblock.countDown();
        create("third");
        await("the worker has come to the third").until(() -> recorder.reconciled.contains("third"));
        create("second");
        await("the second is reconciled").until(() -> recorder.reconciled.contains("second"));
    }

    private static void create(String name) {
        var runner = new AgentRunner();
        runner.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        client.resource(runner).create();
    }

    /** Notes what is reconciled, and keeps the worker busy with the first. */
    @ControllerConfiguration(name = "recorder")
    private static final class Recorder implements Reconciler<AgentRunner> {
        private final Queue<String> reconciled = new ConcurrentLinkedQueue<>();
        private final CountDownLatch unblock = new CountDownLatch(1);
        private final DeletionSource deletions = new DeletionSource(runner -> {});
        private @Nullable IndexerResourceCache<AgentRunner> cache;

        @Override
        public List<EventSource<?, AgentRunner>> prepareEventSources(EventSourceContext<AgentRunner> context) {
            cache = context.getPrimaryCache();
            return List.of(deletions);
        }

        @Override
        public UpdateControl<AgentRunner> reconcile(AgentRunner runner, Context<AgentRunner> context)
                throws InterruptedException {
            reconciled.add(runner.getMetadata().getName());
            unblock.await();
            return UpdateControl.noUpdate();
        }

        boolean isCached(String name) {
            return Objects.requireNonNull(cache)
                    .get(new ResourceID(name, NAMESPACE))
                    .isPresent();
        }

        void restart(AgentRunner runner) {
            deletions.restart(runner, Objects.requireNonNull(cache).get(ResourceID.fromResource(runner)));
        }
    }
}
