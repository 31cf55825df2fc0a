package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;

/** Volumes other than those that Pod Security {@code restricted} lists; of inline CSI a driver decides what it gives. */
final class VolumeTypes implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.template().volumes().stream()
                .flatMap(volume -> check(volume, policy).stream())
                .findFirst();
    }

    private static Optional<Problem> check(Volume volume, Policy policy) {
        var path = "spec.template.volumes " + volume.getName();
        if (volume.getHostPath() != null) {
            return policy.allows(Permission.HOST_PATH_VOLUMES)
                    ? Optional.empty()
                    : Optional.of(Problem.notAllowed(
                            path + " of type hostPath",
                            "pods would see the node's files",
                            "use a claim",
                            Permission.HOST_PATH_VOLUMES));
        }
        if (volume.getCsi() != null) {
            return policy.allows(Permission.CSI_VOLUMES)
                    ? Optional.empty()
                    : Optional.of(Problem.notAllowed(
                            path + " of type csi",
                            "the operator can't tell what its driver mounts",
                            "use a claim",
                            Permission.CSI_VOLUMES));
        }
        return isListed(volume)
                ? Optional.empty()
                : Optional.of(
                        Problem.neverAllowed(
                                path + " of this type",
                                "use configMap, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret"));
    }

    private static boolean isListed(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getDownwardAPI() != null
                || volume.getEmptyDir() != null
                || volume.getEphemeral() != null
                || volume.getImage() != null
                || volume.getPersistentVolumeClaim() != null
                || volume.getProjected() != null
                || volume.getSecret() != null;
    }
}
