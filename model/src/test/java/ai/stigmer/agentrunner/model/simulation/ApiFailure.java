package ai.stigmer.agentrunner.model.simulation;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;

/** The API server says no. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int code;
    private final String field;

    ApiFailure(int code, String message) {
        this(code, message, "");
    }

    ApiFailure(int code, String message, String field) {
        super(message);
        this.code = code;
        this.field = field;
    }

    Status status() {
        return new StatusBuilder()
                .withCode(code)
                .withMessage(getMessage())
                .withNewDetails()
                .addNewCause(field, getMessage(), "")
                .endDetails()
                .build();
    }
}
