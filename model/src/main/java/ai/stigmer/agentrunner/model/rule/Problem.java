package ai.stigmer.agentrunner.model.rule;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something a person should change.
 *
 * @param what is wrong, beginning with the field
 * @param why it is
 * @param fix what to write instead
 * @param permission with which it would be no problem; empty: none allows it
 */
public record Problem(String what, String why, String fix, Optional<Permission> permission) {

    /** A problem that no permission solves. */
    Problem(String what, String why, String fix) {
        this(what, why, fix, Optional.empty());
    }

    /** One line for a condition or an Event. */
    public String sentence() {
        return sentence(allowing -> "ask whoever runs the operator to set " + allowing.setting() + " to true");
    }

    /**
     * One line.
     *
     * @param otherwise how to get the permission, beginning with a verb
     */
    public String sentence(Function<Permission, String> otherwise) {
        return what + ": " + why + "; " + fix
                + permission.map(otherwise).map(way -> ", or " + way).orElse("");
    }

    /** A thing this installation refuses, and the setting with which it wouldn't. */
    static Problem notAllowed(String what, String why, String fix, Permission permission) {
        return new Problem(what + " is not allowed", why, fix, Optional.of(permission));
    }

    /** A thing that Pod Security restricted forbids and that no setting allows. */
    static Problem neverAllowed(String what, String fix) {
        return new Problem(what + " is not allowed", "Pod Security restricted forbids it", fix);
    }
}
