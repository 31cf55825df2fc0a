package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * The requests that a plan is made of. Each throws where it is worth another try later: no connection, a timeout, too
 * many requests, a failure within the API server.
 */
public interface ApiServer {
    /**
     * One server-side apply, forced.
     *
     * @param observed what the plan was made from
     */
    Answer apply(Write write, Observed observed);

    /**
     * Deletes this very object, by its uid; what is gone already is as good as deleted.
     *
     * @param observed what the plan was made from
     */
    Answer delete(HasMetadata object, Observed observed);

    /**
     * Takes the settings of a rolling update out of a Deployment, whoever owns them, and makes its strategy Recreate:
     * server-side apply removes only what the applier owns.
     *
     * @param observed what the plan was made from
     */
    Answer recreate(HasMetadata deployment, Observed observed);

    /** What has the object's kind and name now. */
    Optional<? extends HasMetadata> read(HasMetadata object);
}
