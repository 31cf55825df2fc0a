package ai.stigmer.agentrunner.model.rule;

/**
 * Something a person should change.
 *
 * @param what is wrong, beginning with the field
 * @param why it is
 * @param fix what to write instead
 */
public record Problem(String what, String why, String fix) {

    /** One line for a condition or an Event. */
    public String sentence() {
        return what + ": " + why + "; " + fix;
    }

    /** A thing this installation refuses, and the setting with which it wouldn't. */
    static Problem notAllowed(String what, String why, String fix, Permission permission) {
        return new Problem(
                what + " is not allowed",
                why,
                fix + ", or ask whoever runs the operator to set " + permission.setting() + " to true");
    }

    /** A thing that Pod Security restricted forbids and that no setting allows. */
    static Problem neverAllowed(String what, String fix) {
        return new Problem(what + " is not allowed", "Pod Security restricted forbids it", fix);
    }
}
