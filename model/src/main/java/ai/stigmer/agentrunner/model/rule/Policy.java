package ai.stigmer.agentrunner.model.rule;

import java.util.Set;

/**
 * What this installation allows.
 *
 * @param allowed beyond Pod Security {@code restricted}; empty by default
 * @param metadata labels and annotations, where {@link Permission#RESERVED_METADATA} doesn't allow all
 */
public record Policy(Set<Permission> allowed, AllowedMetadata metadata) {

    /** Nothing beyond {@code restricted}. */
    public static final Policy RESTRICTED = new Policy(Set.of());

    public Policy {
        allowed = Set.copyOf(allowed);
    }

    /** With the labels and annotations that are allowed by default. */
    public Policy(Set<Permission> allowed) {
        this(allowed, AllowedMetadata.BY_DEFAULT);
    }

    public boolean allows(Permission permission) {
        return allowed.contains(permission);
    }
}
