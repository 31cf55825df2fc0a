package ai.stigmer.agentrunner.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** How a log line names an AgentRunner. */
public final class Subject {

    private Subject() {}

    /** {@code namespace/name}. */
    public static String of(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
