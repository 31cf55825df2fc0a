package ai.stigmer.agentrunner.cli.container;

import java.util.ArrayList;
import java.util.List;

/** What is found on the way from a pod to a container. */
final class Findings {
    private final List<ContainerPlan.Unsupported> unsupported = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    void unsupported(String field, String instead) {
        unsupported.add(new ContainerPlan.Unsupported(field, instead));
    }

    void missing(String object) {
        missing.add(object);
    }

    List<ContainerPlan.Unsupported> unsupported() {
        return unsupported;
    }

    List<String> missing() {
        return missing;
    }
}
