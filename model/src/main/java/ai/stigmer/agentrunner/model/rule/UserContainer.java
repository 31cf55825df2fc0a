package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * A container that the user adds, and where it stands in the spec.
 *
 * @param path e.g. {@code spec.template.sidecars[0]}
 */
public record UserContainer(String path, Container container) {

    /** The init containers first. */
    public static List<UserContainer> of(RunnerSpec spec) {
        var all = new ArrayList<UserContainer>();
        add(all, "spec.template.initContainers", spec.template().initContainers());
        add(all, "spec.template.sidecars", spec.template().sidecars());
        return all;
    }

    private static void add(List<UserContainer> all, String path, List<Container> containers) {
        for (int i = 0; i < containers.size(); i++) {
            all.add(new UserContainer(path + "[" + i + "]", containers.get(i)));
        }
    }
}
