package ai.stigmer.agentrunner.model.build;

import java.util.Optional;

/** Whether a namespace admits a build's pod, so far as its label tells: a Job whose pods are refused never ends. */
public final class PodSecurity {
    public static final String LABEL = "pod-security.kubernetes.io/enforce";

    private PodSecurity() {}

    /**
     * What to change so that it is admitted.
     *
     * @param level the label's value; empty: the namespace has none
     * @return empty: it is admitted
     */
    public static Optional<String> refusal(Optional<String> level, SecurityProfile profile, String namespace) {
        var admitted = level.map(enforced -> switch (enforced) {
                    case "restricted" -> false;
                    case "baseline" -> profile != SecurityProfile.EXPLICIT;
                    default -> true;
                })
                .orElse(true);
        if (admitted) {
            return Optional.empty();
        }
        var needs = profile == SecurityProfile.EXPLICIT ? "privileged" : "baseline";
        var another = profile == SecurityProfile.EXPLICIT && level.orElseThrow().equals("baseline")
                ? ", or ask whoever runs the operator to set builds.securityProfile to one that baseline admits"
                        + " (Unset or Localhost)"
                : "";
        return Optional.of("namespace " + namespace + " enforces Pod Security " + level.orElseThrow()
                + ", which forbids the build's pod: kubectl label namespace " + namespace + " --overwrite " + LABEL
                + "=" + needs + another
                + "; or build in another namespace and run the image here");
    }
}
