package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.operator.client.Explanation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;

/** Writes a status, whole and in one request. */
final class StatusWriter {
    private final KubernetesClient client;
    private final EventRecorder events;
    private final WriteMetrics metrics;

    StatusWriter(KubernetesClient client, EventRecorder events, WriteMetrics metrics) {
        this.client = client;
        this.events = events;
        this.metrics = metrics;
    }

    /**
     * @return the AgentRunner with it; empty: the AgentRunner is gone
     */
    Optional<AgentRunner> write(AgentRunner runner, AgentRunnerStatus status) {
        var written = patch(runner, status);
        written.ifPresent(after -> metrics.written(AgentRunner.KIND, "patch"));
        return written;
    }

    /**
     * A JSON patch replaces the status as it stands: a field that isn't in the new one is gone, whoever wrote it, and no
     * field managers have to be merged. The test keeps it off another AgentRunner of the same name.
     */
    private Optional<AgentRunner> patch(AgentRunner runner, AgentRunnerStatus status) {
        var json = client.getKubernetesSerialization();
        var patch = "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":"
                + json.asJson(runner.getMetadata().getUid())
                + "},{\"op\":\"add\",\"path\":\"/status\",\"value\":" + json.asJson(status) + "}]";
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(Write.OPERATOR)
                .build();
        try {
            return Optional.of(
                    client.resource(named(runner)).subresource("status").patch(context, patch));
        } catch (KubernetesClientException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            // A status that may not be written can't say so itself.
            MissingRight.in(Explanation.of(e))
                    .map(right -> new PlannedEvent("Warning", Reason.MissingPermission, right.sentence()))
                    .ifPresent(event -> events.record(runner, event));
            throw e;
        }
    }

    /** All that a patch needs to know: the client makes a copy of what it is given. */
    private static AgentRunner named(AgentRunner runner) {
        var named = new AgentRunner();
        named.setMetadata(new ObjectMetaBuilder()
                .withName(runner.getMetadata().getName())
                .withNamespace(runner.getMetadata().getNamespace())
                .build());
        return named;
    }

    /** A test in a JSON patch that fails is answered by a 422 which, unlike a refused value, names no kind. */
    private static boolean isGone(KubernetesClientException e) {
        return e.getCode() == 404 || (e.getCode() == 422 && !namesKind(e));
    }

    private static boolean namesKind(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getDetails)
                .map(StatusDetails::getKind)
                .isPresent();
    }
}
