package ai.stigmer.agentrunner.model.rule;

import java.util.Set;

/**
 * What this installation allows.
 *
 * @param allowed beyond Pod Security {@code restricted}; empty by default
 */
public record Policy(Set<Permission> allowed) {

    /** Nothing beyond {@code restricted}. */
    public static final Policy RESTRICTED = new Policy(Set.of());

    public Policy {
        allowed = Set.copyOf(allowed);
    }

    public boolean allows(Permission permission) {
        return allowed.contains(permission);
    }
}
