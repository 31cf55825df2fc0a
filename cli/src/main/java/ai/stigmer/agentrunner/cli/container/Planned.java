package ai.stigmer.agentrunner.cli.container;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * What the operator makes of an AgentRunner in a cluster.
 *
 * @param objects as it wants them, whether they are so already or not, in its order
 * @param deletes what it deletes
 * @param keptReplicas of the Deployment, where the spec no longer says how many
 * @param obstacle why it makes less than the spec asks for, in the words of the AgentRunner's condition
 * @param workspace what it says of the workspace
 */
public record Planned(
        List<HasMetadata> objects,
        List<HasMetadata> deletes,
        Optional<Integer> keptReplicas,
        Optional<String> obstacle,
        Optional<String> workspace) {

    /** Nothing. */
    public static final Planned NOTHING =
            new Planned(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Planned {
        objects = List.copyOf(objects);
        deletes = List.copyOf(deletes);
    }
}
