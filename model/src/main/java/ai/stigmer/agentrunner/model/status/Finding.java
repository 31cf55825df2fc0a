package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Reason;

/**
 * What keeps an AgentRunner from being as asked for.
 *
 * @param message what is wrong, why, and the command that shows or fixes it
 * @param gravity who must act
 */
public record Finding(Reason reason, String message, Gravity gravity) {

    /** Who must act. */
    public enum Gravity {
        /** Nobody: it goes on by itself. */
        MOVING,
        /** Nobody yet: the cluster may still provide what is missing. */
        WAITING,
        /** A person, once no pod serves or time is up: the new pods don't work. */
        BROKEN,
        /** A person, at once: nothing more is done until the manifest or another object changes. */
        REFUSED
    }

    static Finding moving(String message) {
        return new Finding(Reason.RollingOut, message, Gravity.MOVING);
    }

    public static Finding waiting(Reason reason, String message) {
        return new Finding(reason, message, Gravity.WAITING);
    }

    /** The image is on its way. */
    public static Finding building(String message) {
        return new Finding(Reason.Building, message, Gravity.MOVING);
    }

    public static Finding broken(Reason reason, String message) {
        return new Finding(reason, message, Gravity.BROKEN);
    }

    public static Finding refused(Reason reason, String message) {
        return new Finding(reason, message, Gravity.REFUSED);
    }
}
