package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.ApiRejection;

/** A request failed for now: the reconcile is worth another try later. */
public final class TemporaryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    TemporaryFailure(ApiRejection rejection) {
        super(rejection.kind() + " " + rejection.name() + ": " + rejection.message());
        this.code = rejection.code();
    }

    /** The HTTP status; 0: there was no answer. */
    public int code() {
        return code;
    }
}
