package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Notices the reconciles that the operator SDK 5.2 drops. It takes an AgentRunner that left the cache without a delete
 * event while it was queued to be under way for good, and never reconciles it again
 * (https://github.com/operator-framework/java-operator-sdk/issues/3525). Of its hooks for metrics, the one for the end of
 * an execution is then called without the one for its beginning.
 */
public final class DroppedReconciles implements Metrics {
    private final Set<Thread> executing = ConcurrentHashMap.newKeySet();
    private final Consumer<AgentRunner> restart;

    /**
     * @param restart has the SDK begin anew with an AgentRunner, given as it was when it was queued
     */
    public DroppedReconciles(Consumer<AgentRunner> restart) {
        this.restart = restart;
    }

    @Override
    public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
        executing.add(Thread.currentThread());
    }

    @Override
    public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
        if (!executing.remove(Thread.currentThread())) {
            restart.accept((AgentRunner) resource);
        }
    }
}
