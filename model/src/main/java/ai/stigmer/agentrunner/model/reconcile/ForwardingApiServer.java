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

/** Passes each request on: what a subclass doesn't override stays as it is. */
abstract class ForwardingApiServer implements ApiServer {
    private final ApiServer server;

    ForwardingApiServer(ApiServer server) {
        this.server = server;
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        return server.apply(write, observed);
    }

    @Override
    public ApiResult delete(HasMetadata object, Observed observed) {
        return server.delete(object, observed);
    }

    @Override
    public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
        return server.removeConflictingFields(desired, observed);
    }

    @Override
    public ApiResult takeOver(Deployment desired, Observed observed) {
        return server.takeOver(desired, observed);
    }

    @Override
    public ApiResult read(HasMetadata object, Observed observed) {
        return server.read(object, observed);
    }

    @Override
    public boolean isAlive(AgentRunner runner) {
        return server.isAlive(runner);
    }

    @Override
    public Optional<AgentRunner> writeStatus(AgentRunner runner, AgentRunnerStatus status) {
        return server.writeStatus(runner, status);
    }

    @Override
    public Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object) {
        return server.explain(failure, object);
    }

    @Override
    public void record(AgentRunner runner, PlannedEvent event) {
        server.record(runner, event);
    }
}
