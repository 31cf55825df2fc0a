package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.testing.Repository;

/** The manifests that the README applies: manifests/samples. */
public final class Samples {
    /** {@code -Drunner.image}: the worker's image, which the nodes have. */
    public static final String RUNNER_IMAGE = System.getProperty("runner.image", "");

    /** {@code -Drunner.version}: its tag. */
    public static final String RUNNER_VERSION = System.getProperty("runner.version", "dev-local");

    private Samples() {}

    /** A real Temporal. */
    public static String temporal() {
        return read("temporal.yaml");
    }

    /** The AgentRunner demo, of the worker's image that is given. */
    public static String minimal() {
        return read("minimal.yaml")
                .replace(
                        "version: 1.4.2",
                        "version: " + RUNNER_VERSION + "\n  image: {repository: " + RUNNER_IMAGE + "}");
    }

    /** An AgentRunner and the ScaledObject that scales it. */
    public static String keda() {
        return read("autoscaling-keda.yaml");
    }

    /** An AgentRunner and the HorizontalPodAutoscaler that scales it. */
    public static String hpa() {
        return read("autoscaling-hpa.yaml");
    }

    private static String read(String name) {
        return Repository.read("manifests/samples/" + name);
    }
}
