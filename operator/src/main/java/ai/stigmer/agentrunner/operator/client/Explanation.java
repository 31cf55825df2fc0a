package ai.stigmer.agentrunner.operator.client;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** A failure in one sentence, for a log. */
public final class Explanation {

    private Explanation() {}

    /** The message of the API server's answer, else the deepest cause's, with the name of its class. */
    public static String of(Throwable problem) {
        return problem instanceof KubernetesClientException e
                        && e.getStatus() != null
                        && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : deepest(problem);
    }

    private static String deepest(Throwable problem) {
        var deepest = problem;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var type = deepest.getClass().getSimpleName();
        return Optional.ofNullable(deepest.getMessage())
                .map(message -> type + ": " + message)
                .orElse(type);
    }
}
