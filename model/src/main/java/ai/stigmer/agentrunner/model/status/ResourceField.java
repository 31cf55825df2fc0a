package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.rule.UserContainer;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;

/** Where the spec sets what a container may use. */
final class ResourceField {

    private ResourceField() {}

    /**
     * The field to change.
     *
     * @param container its name in the pod
     * @param resource e.g. limits.memory
     * @return e.g. spec.resources.limits.memory; of a container that is not the spec's, in words
     */
    static String of(String container, String resource, RunnerSpec spec) {
        if (container.equals(Names.CONTAINER)) {
            return "spec.resources." + resource;
        }
        return UserContainer.of(spec).stream()
                .filter(user -> container.equals(user.container().getName()))
                .findFirst()
                .map(user -> user.path() + ".resources." + resource)
                .orElse("resources." + resource + " of container " + container);
    }
}
