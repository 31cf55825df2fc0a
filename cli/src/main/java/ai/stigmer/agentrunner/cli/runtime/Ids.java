package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerSpec;

/** The numbers that files belong to. */
final class Ids {

    private Ids() {}

    static long user(ContainerSpec spec) {
        return Long.parseLong(spec.user().substring(0, spec.user().indexOf(':')));
    }

    /** As fsGroup in a pod. */
    static long group(ContainerSpec spec) {
        return Long.parseLong(
                spec.groups().isEmpty()
                        ? spec.user().substring(spec.user().indexOf(':') + 1)
                        : spec.groups().getFirst());
    }
}
