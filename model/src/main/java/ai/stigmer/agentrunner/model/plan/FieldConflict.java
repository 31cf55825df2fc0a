package ai.stigmer.agentrunner.model.plan;

import java.time.Duration;

/**
 * Somebody else changes an object again each time that it was applied.
 *
 * @param kind of the object
 * @param name of the object
 * @param words who changes which fields, e.g. {@code kubectl-set changes spec.replicas}
 * @param isHeldBack whether the object waits to be applied again; if not, it is as desired, but was so too briefly to be
 *     believed
 * @param until how long that lasts from now on
 */
public record FieldConflict(String kind, String name, String words, boolean isHeldBack, Duration until) {

    boolean isAbout(String otherKind, String otherName) {
        return kind.equals(otherKind) && name.equals(otherName);
    }
}
