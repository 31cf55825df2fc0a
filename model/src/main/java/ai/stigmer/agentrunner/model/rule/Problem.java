package ai.stigmer.agentrunner.model.rule;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something a person should change.
 *
 * @param what is wrong, beginning with the field
 * @param why it is
 * @param fix what to write instead
 * @param allowance with which it would be no problem; empty: nothing allows it
 */
public record Problem(String what, String why, String fix, Optional<Allowance> allowance) {

    /** A problem that no installation allows. */
    public Problem(String what, String why, String fix) {
        this(what, why, fix, Optional.empty());
    }

    /** One line for a condition or an Event. */
    public String sentence() {
        return sentence(allowance -> "ask whoever runs the operator to " + allowance.change());
    }

    /**
     * @param otherwise how to get the allowance, beginning with a verb
     */
    public String sentence(Function<Allowance, String> otherwise) {
        return what + ": " + why + "; " + fix
                + allowance.map(otherwise).map(way -> ", or " + way).orElse("");
    }

    /** A thing this installation refuses, and the setting with which it wouldn't. */
    static Problem notAllowed(String what, String why, String fix, Permission permission) {
        return new Problem(what + " is not allowed", why, fix, Optional.of(Allowance.of(permission)));
    }

    /** A thing that Pod Security restricted forbids and that no setting allows. */
    static Problem neverAllowed(String what, String fix) {
        return new Problem(what + " is not allowed", "Pod Security restricted forbids it", fix);
    }
}
