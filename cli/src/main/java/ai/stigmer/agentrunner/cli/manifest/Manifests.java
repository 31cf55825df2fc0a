package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import java.util.List;

/**
 * What the files say.
 *
 * @param runners in the files' order
 * @param configuration the Secrets and ConfigMaps beside them
 * @param ignored documents of other kinds, e.g. {@code temporal.yaml:4 Deployment temporal}
 */
public record Manifests(List<Source> runners, Configuration configuration, List<String> ignored) {

    public Manifests {
        runners = List.copyOf(runners);
        ignored = List.copyOf(ignored);
    }

    /**
     * One AgentRunner.
     *
     * @param position where it stands, e.g. {@code demo.yaml:1}
     */
    public record Source(AgentRunner runner, String position) {}
}
