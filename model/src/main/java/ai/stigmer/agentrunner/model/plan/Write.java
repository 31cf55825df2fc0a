package ai.stigmer.agentrunner.model.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One server-side apply.
 *
 * @param object what to apply: the full set of fields that the manager owns. A uid in its metadata means "this very
 *     object, and no other of the name"
 * @param manager the field manager
 * @param mustCreate whether there must be no object of the name yet: the API server then answers 409
 * @param takesOver whether what kubectl owns in the spec of the Deployment's pods is handed over to the operator first, which
 *     the apply then takes out
 */
public record Write(HasMetadata object, String manager, boolean mustCreate, boolean takesOver) {

    /** The operator's field manager. */
    public static final String OPERATOR = "agentrunner-operator";

    /**
     * The field manager that holds a Deployment's replicas when the AgentRunner no longer says how many: with no owner
     * left, server-side apply would reset the count to 1.
     */
    public static final String REPLICAS = "agentrunner-operator-replicas";

    /** The field manager that suspends the Job of a build which waits for its turn. */
    public static final String QUEUE = "agentrunner-operator-queue";

    /** One that takes nothing over. */
    public Write(HasMetadata object, String manager, boolean mustCreate) {
        this(object, manager, mustCreate, false);
    }
}
