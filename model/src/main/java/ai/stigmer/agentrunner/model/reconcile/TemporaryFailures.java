package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.function.Supplier;

/**
 * Makes of a request that failed for now a rejection like any other: the plan then goes as far as it can without it, and
 * the status can tell.
 */
final class TemporaryFailures extends ForwardingApiServer {

    TemporaryFailures(ApiServer server) {
        super(server);
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        return attempt(write.object(), () -> super.apply(write, observed));
    }

    @Override
    public ApiResult delete(HasMetadata object, Observed observed) {
        return attempt(object, () -> super.delete(object, observed));
    }

    @Override
    public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
        return attempt(desired, () -> super.removeConflictingFields(desired, observed));
    }

    @Override
    public ApiResult takeOver(Deployment desired, Observed observed) {
        return attempt(desired, () -> super.takeOver(desired, observed));
    }

    @Override
    public ApiResult read(HasMetadata object, Observed observed) {
        return attempt(object, () -> super.read(object, observed));
    }

    private ApiResult attempt(HasMetadata object, Supplier<ApiResult> request) {
        try {
            return request.get();
        } catch (RuntimeException failure) {
            return new ApiResult.Refused(explain(failure, object).orElseThrow(() -> failure));
        }
    }
}
