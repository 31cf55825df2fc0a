package ai.stigmer.agentrunner.model.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One server-side apply. Its precondition travels in the object's metadata: {@code resourceVersion: "1"} means "create,
 * and refuse with 409 where there is one already"; a uid means "this very object, and no other of the name".
 *
 * @param object what to apply: the full set of fields that the manager owns
 * @param manager the field manager
 */
public record Write(HasMetadata object, String manager) {

    /** The operator's field manager. */
    public static final String OPERATOR = "agentrunner-operator";

    /**
     * The field manager that holds a Deployment's replicas when the AgentRunner no longer says how many: with no owner
     * left, server-side apply would reset the count to 1.
     */
    public static final String REPLICAS = "agentrunner-operator-replicas";
}
