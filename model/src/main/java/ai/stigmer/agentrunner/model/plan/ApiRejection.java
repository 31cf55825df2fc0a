package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.model.text.PlainText;
import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API server's refusal of one request. Most are for good as long as nothing changes: a person or another object must
 * move first (quota, admission, an invalid or immutable field, a right that the operator lacks).
 *
 * @param kind of the object that was to be written, or read
 * @param resource the same as the API server names it, e.g. deployments.apps
 * @param name of that object
 * @param code the HTTP status, e.g. 403 or 422; 0: there was no answer
 * @param message the API server's own words, plain, and without their middle where they are long
 * @param causes what it says of the fields; empty where it says nothing beside the message
 */
public record ApiRejection(String kind, String resource, String name, int code, String message, List<Cause> causes) {

    /** What is told beside them has its place in a condition too. */
    private static final int MESSAGE_CHARACTERS = 2000;

    /**
     * What the API server calls a failure of its own: a list with two elements of one key, e.g. two mounts at one path, or
     * a quantity that is none, which server-side apply can't read; an object beyond etcd's limit of 1.5 MiB.
     */
    private static final List<String> OF_THE_OBJECT = List.of(
            "failed to create typed patch object", "failed to convert new object", "etcdserver: request is too large");

    /**
     * One thing that is wrong.
     *
     * @param field its path, e.g. spec.resources.requests.storage; may be empty
     * @param type CauseType in k8s.io/apimachinery, e.g. FieldValueForbidden; may be empty
     */
    public record Cause(String field, String type) {}

    public ApiRejection {
        message = PlainText.of(PlainText.withoutMiddle(message, MESSAGE_CHARACTERS));
        causes = List.copyOf(causes);
    }

    /**
     * @param object that was to be written, or read
     * @param code the HTTP status
     * @param status the body of the answer; empty: it had none
     * @param message what else is known of the failure
     */
    public static ApiRejection of(HasMetadata object, int code, Optional<Status> status, String message) {
        return new ApiRejection(
                object.getKind(),
                object.getFullResourceName(),
                object.getMetadata().getName(),
                code,
                status.flatMap(ReportedMessages::of).orElse(message),
                status.map(Status::getDetails).map(StatusDetails::getCauses).stream()
                        .flatMap(List::stream)
                        .map(cause -> new Cause(
                                Objects.requireNonNullElse(cause.getField(), ""),
                                Objects.requireNonNullElse(cause.getReason(), "")))
                        .toList());
    }

    /**
     * Whether time alone may change the answer: there was none, or it is not about the object. No connection, sign-in,
     * timeout, too many requests, a webhook that can't be called, a failure within the API server.
     */
    public boolean isTemporary() {
        return switch (code) {
            case 0, 401, 404, 408, 410, 425, 429 -> true;
            case 500 -> OF_THE_OBJECT.stream().noneMatch(message::startsWith);
            default -> code < 400 || code > 500;
        };
    }

    boolean isAbout(String otherKind, String otherName) {
        return kind.equals(otherKind) && name.equals(otherName);
    }

    /**
     * The message without the object's name in front of it (NewForbidden and NewInvalid in k8s.io/apimachinery), so that
     * its beginning can be matched: what names and policies say can't get there.
     */
    String words() {
        var group = resource.contains(".") ? resource.substring(resource.indexOf('.')) : "";
        return Stream.of(resource + " \"" + name + "\" is forbidden: ", kind + group + " \"" + name + "\" is invalid: ")
                .filter(message::startsWith)
                .findFirst()
                .map(frame -> message.substring(frame.length()))
                .orElse(message);
    }

    /** Whether a field that can't be changed once the object exists was to be changed. */
    boolean isOfImmutableField(String field) {
        return code == 422 && causes.contains(new Cause(field, "FieldValueForbidden"));
    }

    /** The right that the operator lacks; empty: that is not why. */
    Optional<MissingRight> missingRight() {
        return code == 403 ? MissingRight.in(message) : Optional.empty();
    }
}
