package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Pod Security {@code restricted} forbids in a security context, whoever asks. Source: the Pod Security Standards
 * of Kubernetes 1.36.
 */
final class ContainerPrivileges implements PolicyRule {
    private static final String CAPABILITY = "NET_BIND_SERVICE";
    private static final Set<String> SECCOMP_TYPES = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (unconfined(spec.security().seccompProfile())) {
            return Optional.of(unconfined("spec.security", spec.security().seccompProfile()));
        }
        return UserContainer.of(spec).stream()
                .filter(user -> user.container().getSecurityContext() != null)
                .flatMap(user ->
                        check(user.path() + ".securityContext", user.container().getSecurityContext()).stream())
                .findFirst();
    }

    private static Optional<Problem> check(String path, SecurityContext context) {
        if (Boolean.TRUE.equals(context.getPrivileged())) {
            return Optional.of(Problem.neverAllowed(path + ".privileged true", "leave it out"));
        }
        if (Boolean.TRUE.equals(context.getAllowPrivilegeEscalation())) {
            return Optional.of(Problem.neverAllowed(path + ".allowPrivilegeEscalation true", "leave it out"));
        }
        if (context.getCapabilities() != null) {
            var added = context.getCapabilities().getAdd();
            var forbidden = (added == null ? List.<String>of() : added)
                    .stream()
                            .filter(capability -> !capability.equals(CAPABILITY))
                            .findFirst();
            if (forbidden.isPresent()) {
                return Optional.of(Problem.neverAllowed(
                        path + ".capabilities.add " + forbidden.get(), "add none but " + CAPABILITY));
            }
        }
        if (unconfined(context.getSeccompProfile())) {
            return Optional.of(unconfined(path, context.getSeccompProfile()));
        }
        if (context.getAppArmorProfile() != null
                && "Unconfined".equals(context.getAppArmorProfile().getType())) {
            return Optional.of(
                    Problem.neverAllowed(path + ".appArmorProfile Unconfined", "use RuntimeDefault or Localhost"));
        }
        if (context.getProcMount() != null && !context.getProcMount().equals("Default")) {
            return Optional.of(Problem.neverAllowed(path + ".procMount " + context.getProcMount(), "leave it out"));
        }
        if (context.getWindowsOptions() != null
                && Boolean.TRUE.equals(context.getWindowsOptions().getHostProcess())) {
            return Optional.of(Problem.neverAllowed(path + ".windowsOptions.hostProcess true", "leave it out"));
        }
        var selinux = context.getSeLinuxOptions();
        if (selinux != null
                && (given(selinux.getUser())
                        || given(selinux.getRole())
                        || !SELINUX_TYPES.contains(selinux.getType() == null ? "" : selinux.getType()))) {
            return Optional.of(Problem.neverAllowed(path + ".seLinuxOptions", "leave out user, role and type"));
        }
        return Optional.empty();
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static boolean unconfined(@Nullable SeccompProfile profile) {
        return profile != null && (profile.getType() == null || !SECCOMP_TYPES.contains(profile.getType()));
    }

    private static Problem unconfined(String path, SeccompProfile profile) {
        return Problem.neverAllowed(
                path + ".seccompProfile " + Objects.requireNonNullElse(profile.getType(), "without a type"),
                "use RuntimeDefault or Localhost");
    }
}
