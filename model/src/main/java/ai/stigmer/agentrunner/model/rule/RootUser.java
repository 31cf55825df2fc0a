package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** UID 0, for the worker or for a container beside it. */
final class RootUser implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.ROOT)) {
            return Optional.empty();
        }
        if (spec.security().runAsUser() == 0) {
            return Optional.of(problem("spec.security.runAsUser 0"));
        }
        return UserContainer.of(spec).stream()
                .filter(user -> isRoot(user.container().getSecurityContext()))
                .findFirst()
                .map(user -> problem(user.path() + ".securityContext that runs as root"));
    }

    private static boolean isRoot(@Nullable SecurityContext context) {
        return context != null
                && (Long.valueOf(0).equals(context.getRunAsUser()) || Boolean.FALSE.equals(context.getRunAsNonRoot()));
    }

    private static Problem problem(String what) {
        return Problem.notAllowed(
                what,
                "a process that escapes from a root container is root on the node",
                "use another user ID",
                Permission.ROOT);
    }
}
