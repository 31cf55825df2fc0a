package ai.stigmer.agentrunner.operator.config;

/** A setting that can't be used; the message says which one and what to write instead. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettings(String message) {
        super(message);
    }
}
