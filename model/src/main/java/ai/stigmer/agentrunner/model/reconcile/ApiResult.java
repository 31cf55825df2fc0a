package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.FieldConflict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server's answer to a request means for us. */
public sealed interface ApiResult {
    /**
     * @param reply the object as it is now; empty: there is none
     */
    record Accepted(Optional<HasMetadata> reply) implements ApiResult {}

    /** Another object has the name, or the one seen is gone: what we know is out of date. */
    record Outdated() implements ApiResult {}

    /** No, for as long as nothing changes; or not now, if the rejection {@linkplain ApiRejection#isTemporary says so}. */
    record Refused(ApiRejection rejection) implements ApiResult {}

    /** Not now: somebody else undoes it each time, so that it is held back. */
    record Contested(FieldConflict conflict) implements ApiResult {}

    /** The namespace goes or is gone, and all in it. */
    record NamespaceGone() implements ApiResult {}

    /**
     * What others put into a Deployment can't be beside what is applied: rolling-update settings beside Recreate, or a
     * second type of a volume.
     *
     * @param rejection where it can't be taken out
     */
    record ConflictingFieldsPresent(ApiRejection rejection) implements ApiResult {}

    /**
     * @param code the HTTP status; 0: there was no answer
     * @param status the answer's body, if it was one
     * @param message what else is known of the failure
     * @param object that was to be written or read
     * @return empty: not now, to be tried again later
     */
    static Optional<ApiResult> of(int code, Optional<Status> status, String message, HasMetadata object) {
        return switch (code) {
            case 409 -> Optional.of(new Outdated());
            case 404 -> isNamespaceMissing(status) ? Optional.of(new NamespaceGone()) : Optional.empty();
            case 403 ->
                causes(status).anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()))
                        ? Optional.of(new NamespaceGone())
                        : refused(code, status, message, object);
            case 422 -> unprocessable(code, status, message, object);
            default -> refused(code, status, message, object);
        };
    }

    private static Optional<ApiResult> unprocessable(
            int code, Optional<Status> status, String message, HasMetadata object) {
        if (causes(status).anyMatch(cause -> "metadata.uid".equals(cause.getField()))) {
            return Optional.of(new Outdated());
        }
        // What is applied to an object that is there carries its uid: nothing is left in one that isn't.
        var isThere = object.getMetadata().getUid() != null;
        return object instanceof Deployment && isThere && causes(status).anyMatch(ConflictingFields::isCause)
                ? Optional.of(new ConflictingFieldsPresent(ApiRejection.of(object, code, status, message)))
                : refused(code, status, message, object);
    }

    private static Optional<ApiResult> refused(int code, Optional<Status> status, String message, HasMetadata object) {
        return Optional.of(ApiRejection.of(object, code, status, message))
                .filter(rejection -> !rejection.isTemporary())
                .map(Refused::new);
    }

    private static boolean isNamespaceMissing(Optional<Status> status) {
        return status.map(Status::getDetails)
                .map(StatusDetails::getKind)
                .filter("namespaces"::equals)
                .isPresent();
    }

    private static Stream<StatusCause> causes(Optional<Status> status) {
        return status.map(Status::getDetails).map(StatusDetails::getCauses).orElse(List.of()).stream();
    }
}
