package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.plan.Rejection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server's refusal of a write means for us. */
sealed interface Answer {
    /** Another object has the name, or the one seen is gone: what we know is out of date. */
    record Outdated() implements Answer {}

    /** No, for as long as nothing changes. */
    record Refused(Rejection rejection) implements Answer {}

    /** The namespace goes or is gone, and all in it. */
    record NamespaceGone() implements Answer {}

    /** A Deployment's rolling-update fields, which others own, forbid the change to Recreate. */
    record RollingUpdateLeft() implements Answer {}

    /** Not now; to be tried again later. */
    record Later() implements Answer {}

    /**
     * Reads an answer.
     *
     * @param object that was to be written
     */
    static Answer of(KubernetesClientException e, HasMetadata object) {
        return switch (e.getCode()) {
            case 409 -> new Outdated();
            case 404 -> isNamespaceMissing(e) ? new NamespaceGone() : new Later();
            case 403 ->
                causes(e).anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()))
                        ? new NamespaceGone()
                        : refused(e, object);
            case 422 -> unprocessable(e, object);
            // Not an answer, or one that time changes: no connection, sign-in, timeout, too many requests.
            case 0, 401, 408, 410, 425, 429 -> new Later();
            default -> e.getCode() >= 400 && e.getCode() < 500 ? refused(e, object) : new Later();
        };
    }

    private static Answer unprocessable(KubernetesClientException e, HasMetadata object) {
        var fields = causes(e).map(StatusCause::getField).toList();
        if (fields.contains("metadata.uid")) {
            return new Outdated();
        }
        return object.getKind().equals("Deployment") && fields.contains("spec.strategy.rollingUpdate")
                ? new RollingUpdateLeft()
                : refused(e, object);
    }

    private static Answer refused(KubernetesClientException e, HasMetadata object) {
        var message = Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElseGet(() -> "" + e.getMessage());
        return new Refused(new Rejection(object.getKind(), object.getMetadata().getName(), e.getCode(), message));
    }

    private static boolean isNamespaceMissing(KubernetesClientException e) {
        return details(e)
                .map(StatusDetails::getKind)
                .filter("namespaces"::equals)
                .isPresent();
    }

    private static Stream<StatusCause> causes(KubernetesClientException e) {
        return details(e).map(StatusDetails::getCauses).orElse(List.of()).stream();
    }

    private static Optional<StatusDetails> details(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus()).map(Status::getDetails);
    }
}
