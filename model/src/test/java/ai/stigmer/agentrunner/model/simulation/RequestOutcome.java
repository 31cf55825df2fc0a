package ai.stigmer.agentrunner.model.simulation;

/** What becomes of one request of the operator's. */
enum RequestOutcome {
    ANSWERED("answered"),
    CONFLICT("answered with 409"),
    FAILED("answered with 500, nothing done"),
    FAILED_AFTER("answered with 500, but done"),
    CRASH_BEFORE("the operator is killed before"),
    CRASH_AFTER("the operator is killed after");

    final String words;

    RequestOutcome(String words) {
        this.words = words;
    }
}
