package ai.stigmer.agentrunner.model.plan;

/**
 * The API server's refusal of one request, for good as long as nothing changes: a person or another object must move
 * first (quota, admission, an invalid or immutable field, a right that the operator lacks).
 *
 * @param kind of the object that was to be written, or read
 * @param name of that object
 * @param code the HTTP status, 403 or 422
 * @param message the API server's own words
 */
public record ApiRejection(String kind, String name, int code, String message) {

    boolean isAbout(String otherKind, String otherName) {
        return kind.equals(otherKind) && name.equals(otherName);
    }
}
