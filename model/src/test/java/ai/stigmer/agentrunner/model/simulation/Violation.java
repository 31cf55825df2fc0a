package ai.stigmer.agentrunner.model.simulation;

/** Something happened that must never happen. An error, so that nothing on the way catches it. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
