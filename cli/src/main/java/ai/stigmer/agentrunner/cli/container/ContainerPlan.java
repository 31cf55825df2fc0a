package ai.stigmer.agentrunner.cli.container;

import java.util.List;

/**
 * What an AgentRunner is as a container.
 *
 * @param spec what to create
 * @param unsupported fields that a container can't honour
 * @param missing what was not given, or can't be, so that it can't be created, a sentence each
 */
public record ContainerPlan(ContainerSpec spec, List<Unsupported> unsupported, List<String> missing) {

    public ContainerPlan {
        unsupported = List.copyOf(unsupported);
        missing = List.copyOf(missing);
    }

    /**
     * A field that a container can't honour.
     *
     * @param field its path
     * @param instead what happens
     */
    public record Unsupported(String field, String instead) {}
}
