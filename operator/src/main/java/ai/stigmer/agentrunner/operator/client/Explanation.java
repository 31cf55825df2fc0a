package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.model.text.PlainText;
import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** A failure in one line of plain text, for a log. */
public final class Explanation {

    private Explanation() {}

    /** The message of the API server's answer, else the deepest cause's, with the name of its class. */
    public static String of(Throwable problem) {
        var words = problem instanceof KubernetesClientException e && e.getStatus() != null
                ? ReportedMessages.of(e.getStatus())
                : Optional.<String>empty();
        return PlainText.oneLine(words.orElseGet(() -> PlainText.ofOthers(deepest(problem))));
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
