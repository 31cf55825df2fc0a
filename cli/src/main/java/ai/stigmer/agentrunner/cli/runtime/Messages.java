package ai.stigmer.agentrunner.cli.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;

/** The words of a runtime's error, out of what docker-java makes of them. */
public final class Messages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Messages() {}

    /** What went wrong, in one line without control characters. */
    public static String of(Throwable error) {
        var cause = error;
        while (cause.getCause() != null && !(cause instanceof DockerException)) {
            cause = cause.getCause();
        }
        var words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof DockerException) {
            words = message(words.replaceFirst("^Status \\d+: ", ""));
        }
        return words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** Whether the runtime ended, or its connection did. */
    public static boolean isConnectionLost(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** {"message": "…"}, in Podman's with a cause before it. */
    private static String message(String body) {
        try {
            var text = JSON.readTree(body).path("message").asText("");
            return text.isEmpty() ? body : text;
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
