package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.model.render.Labels;

/** The labels with which a container, a volume is found again; beside those that the pod has in a cluster. */
public final class ContainerLabels {
    /** Who made it; in a cluster the operator's name stands there. */
    public static final String MANAGED_BY = Labels.MANAGED_BY;

    /** The value of {@link #MANAGED_BY}. */
    public static final String COMMAND = "agentrunner";

    /** The AgentRunner's name. */
    public static final String RUNNER = Labels.RUNNER;

    /** A hash of the container's description. */
    public static final String SPEC = "stigmer.ai/container-spec";

    /** The file that the AgentRunner stands in, for people. */
    public static final String SOURCE = "stigmer.ai/manifest";

    /** What a volume is for: workspace, or files of Secrets and ConfigMaps. */
    public static final String COMPONENT = Labels.COMPONENT;

    private ContainerLabels() {}
}
