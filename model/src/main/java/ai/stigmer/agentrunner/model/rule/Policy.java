package ai.stigmer.agentrunner.model.rule;

import java.util.Set;

/**
 * What this installation allows.
 *
 * @param allowed beyond Pod Security {@code restricted}; empty by default
 * @param metadata labels and annotations, where {@link Permission#RESERVED_METADATA} doesn't allow all
 * @param builds how much a build may take, where builds are allowed
 */
public record Policy(Set<Permission> allowed, AllowedMetadata metadata, BuildBounds builds) {

    /** Nothing beyond {@code restricted}. */
    public static final Policy RESTRICTED = new Policy(Set.of());

    public Policy {
        allowed = Set.copyOf(allowed);
    }

    /** With the labels and annotations that are allowed by default; no build is bounded. */
    public Policy(Set<Permission> allowed) {
        this(allowed, AllowedMetadata.BY_DEFAULT, BuildBounds.NONE);
    }

    public boolean allows(Permission permission) {
        return allowed.contains(permission);
    }
}
