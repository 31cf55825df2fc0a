package ai.stigmer.agentrunner.model.build;

import java.util.Optional;

/**
 * What a build's container is confined by.
 *
 * @param seccomp a profile of the nodes', with {@link SecurityProfile#LOCALHOST}; empty: nothing is said
 * @param appArmor the same for AppArmor
 */
public record Confinement(SecurityProfile profile, Optional<String> seccomp, Optional<String> appArmor) {

    /** A confinement whose profile needs no names. */
    public static Confinement of(SecurityProfile profile) {
        return new Confinement(profile, Optional.empty(), Optional.empty());
    }
}
