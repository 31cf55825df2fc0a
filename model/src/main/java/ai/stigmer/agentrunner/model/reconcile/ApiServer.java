package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * The requests that a reconcile is made of. Each throws where it is worth another try later: no connection, a timeout,
 * too many requests, a failure within the API server.
 */
public interface ApiServer {
    /**
     * One server-side apply, forced.
     *
     * @param observed what the plan was made from
     */
    ApiResult apply(Write write, Observed observed);

    /**
     * Deletes this very object, by its uid; what is gone already is as good as deleted.
     *
     * @param observed what the plan was made from
     */
    ApiResult delete(HasMetadata object, Observed observed);

    /**
     * Takes out of the live Deployment what can't be beside the desired one, whoever owns it: server-side apply removes
     * only what the applier owns.
     *
     * @param desired whose {@link ConflictingFields#patch} does it
     * @param observed what the plan was made from
     */
    ApiResult removeConflictingFields(Deployment desired, Observed observed);

    /**
     * Hands what kubectl owns in the spec of the live Deployment's pods over to the operator, whose next apply takes it out:
     * server-side apply removes only what the applier owns.
     *
     * @param desired names the live one, by its uid
     * @param observed what the plan was made from
     * @return where the live one is another or has changed meanwhile, {@link ApiResult.Outdated}
     */
    ApiResult takeOver(Deployment desired, Observed observed);

    /**
     * What has the object's kind and name now, with its managedFields: caches have none.
     *
     * @param observed what the plan was made from
     */
    ApiResult read(HasMetadata object, Observed observed);

    /**
     * Whether this very AgentRunner, by its uid, is there and not being deleted: what the API server says now, not what a
     * watch has told.
     */
    boolean isAlive(AgentRunner runner);

    /**
     * Replaces the status of this very AgentRunner, by its uid.
     *
     * @return the AgentRunner with the new status; empty: it is gone
     */
    Optional<AgentRunner> writeStatus(AgentRunner runner, AgentRunnerStatus status);

    /**
     * What a request says that threw.
     *
     * @param failure what was thrown
     * @param object that was to be written or read
     * @return a temporary rejection; empty: it failed for another reason than the API server's answer, or the lack of one
     */
    Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object);

    /**
     * Records an Event; one that can't be recorded is lost, and fails nothing.
     *
     * @param runner as it was seen when the transition was found
     */
    void record(AgentRunner runner, PlannedEvent event);
}
