package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** Images built in the cluster: rootless BuildKit needs more than Pod Security {@code restricted} admits. */
final class Builds implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.build().isPresent() && !policy.allows(Permission.BUILDS)
                ? Optional.of(Problem.notAllowed(
                        "spec.build",
                        "builds are turned off in this installation, as their pods need more than Pod Security restricted"
                                + " admits",
                        "build the image elsewhere and write its tag into spec.version",
                        Permission.BUILDS))
                : Optional.empty();
    }
}
