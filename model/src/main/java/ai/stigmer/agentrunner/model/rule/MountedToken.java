package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.Optional;

/** A credential for the API server within an agent's reach, mounted or projected. */
final class MountedToken implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.SERVICE_ACCOUNT_TOKENS)) {
            return Optional.empty();
        }
        if (spec.automountServiceAccountToken()) {
            return Optional.of(problem("spec.automountServiceAccountToken true", "leave it out"));
        }
        return spec.template().volumes().stream()
                .filter(MountedToken::projectsCredential)
                .findFirst()
                .map(volume -> problem(
                        "spec.template.volumes " + volume.getName() + " with a projected credential",
                        "remove that source"));
    }

    private static boolean projectsCredential(Volume volume) {
        if (volume.getProjected() == null) {
            return false;
        }
        var sources = volume.getProjected().getSources();
        return (sources == null ? List.<VolumeProjection>of() : sources)
                .stream()
                        .anyMatch(source ->
                                source.getServiceAccountToken() != null || source.getPodCertificate() != null);
    }

    private static Problem problem(String what, String fix) {
        return Problem.notAllowed(
                what, "agents could use it against the API server", fix, Permission.SERVICE_ACCOUNT_TOKENS);
    }
}
