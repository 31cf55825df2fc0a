package ai.stigmer.agentrunner.model.render;

import java.util.Set;

/** Names of the objects and of what is in them. */
public final class Names {
    /** The worker's container, first in the pod. */
    public static final String CONTAINER = "agent-runner";

    static final String WORKSPACE_VOLUME = "workspace";
    static final String TMP_VOLUME = "tmp";
    static final String TLS_VOLUME = "temporal-tls";

    /** The volumes that the operator itself adds to the pods. */
    public static final Set<String> VOLUMES = Set.of(WORKSPACE_VOLUME, TMP_VOLUME, TLS_VOLUME);

    private Names() {}

    /** The claim that the operator makes for an AgentRunner of this name. */
    public static String workspaceClaim(String runner) {
        return runner + "-workspace";
    }

    /** The claim that keeps layers between an AgentRunner's builds. */
    public static String buildCacheClaim(String runner) {
        return runner + "-build-cache";
    }
}
