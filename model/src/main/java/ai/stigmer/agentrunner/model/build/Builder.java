package ai.stigmer.agentrunner.model.build;

/**
 * What this installation builds with.
 *
 * @param image a rootless BuildKit
 * @param securityProfile of the build's pod
 * @param localhostProfile the name of the profile, with {@link SecurityProfile#LOCALHOST}
 */
public record Builder(String image, SecurityProfile securityProfile, String localhostProfile) {}
