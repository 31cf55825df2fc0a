package ai.stigmer.agentrunner.model.build;

import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/**
 * Where this installation lets builds run.
 *
 * @param nodeSelector labels of the nodes
 * @param tolerations of their taints
 * @param pullSecrets Secrets of the AgentRunner's namespace with which nodes pull the builder's image; one that is
 *     missing is passed over
 */
public record Placement(Map<String, String> nodeSelector, List<Toleration> tolerations, List<String> pullSecrets) {

    /** On any node that has no taint. */
    public static final Placement ANYWHERE = new Placement(Map.of(), List.of(), List.of());
}
