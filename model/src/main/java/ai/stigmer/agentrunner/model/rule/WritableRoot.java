package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** A root filesystem that a compromised worker could change. */
final class WritableRoot implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.WRITABLE_ROOT_FILESYSTEM)) {
            return Optional.empty();
        }
        if (!spec.security().readOnlyRootFilesystem()) {
            return Optional.of(problem("spec.security.readOnlyRootFilesystem false"));
        }
        return UserContainer.of(spec).stream()
                .filter(user -> user.container().getSecurityContext() != null
                        && Boolean.FALSE.equals(
                                user.container().getSecurityContext().getReadOnlyRootFilesystem()))
                .findFirst()
                .map(user -> problem(user.path() + ".securityContext.readOnlyRootFilesystem false"));
    }

    private static Problem problem(String what) {
        return Problem.notAllowed(
                what,
                "programs in the image could be replaced",
                "write to the workspace, to /tmp or to a volume of spec.template.volumes",
                Permission.WRITABLE_ROOT_FILESYSTEM);
    }
}
