package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The worker's pod. As rendered it passes Pod Security {@code restricted}. */
final class PodRenderer {
    private static final String TMP = "/tmp";

    private PodRenderer() {}

    static PodSpec render(RunnerSpec spec, RenderingRevision revision) {
        var template = spec.template();
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(spec.automountServiceAccountToken())
                // Said in any case: left out, it would come back from the deprecated field serviceAccount, which keeps
                // the name it once had.
                .withServiceAccountName(spec.serviceAccountName())
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(spec.rollout().terminationGracePeriodSeconds())
                .withImagePullSecrets(spec.pullSecrets())
                .withHostNetwork(spec.network().host() ? true : null)
                .withDnsPolicy(spec.network().host() ? "ClusterFirstWithHostNet" : null)
                .withHostAliases(spec.network().hostAliases())
                .withNodeSelector(template.nodeSelector())
                .withTolerations(template.tolerations())
                .withAffinity(template.affinity().orElse(null))
                .withTopologySpreadConstraints(spreadConstraints(spec, revision))
                .withPriorityClassName(template.priorityClassName().orElse(null))
                .withRuntimeClassName(template.runtimeClassName().orElse(null))
                .withNewSecurityContext()
                .withRunAsNonRoot(spec.security().runAsUser() != 0)
                .withRunAsUser(spec.security().runAsUser())
                .withRunAsGroup(spec.security().runAsGroup())
                .withFsGroup(spec.security().fsGroup())
                .withFsGroupChangePolicy("OnRootMismatch")
                .withSeccompProfile(spec.security().seccompProfile())
                .endSecurityContext()
                .withInitContainers(harden(template.initContainers()))
                .addToContainers(worker(spec))
                .addAllToContainers(harden(template.sidecars()))
                .withVolumes(volumes(spec))
                .build();
    }

    /** One without a selector would count no pods, and spread none. */
    private static List<TopologySpreadConstraint> spreadConstraints(RunnerSpec spec, RenderingRevision revision) {
        var constraints = spec.template().topologySpreadConstraints();
        return revision.isAtLeast(2)
                ? constraints.stream()
                        .map(constraint -> selecting(Labels.selector(spec.name()), constraint))
                        .toList()
                : constraints;
    }

    private static TopologySpreadConstraint selecting(Map<String, String> labels, TopologySpreadConstraint constraint) {
        return constraint.getLabelSelector() != null
                ? constraint
                : new TopologySpreadConstraintBuilder(constraint)
                        .withNewLabelSelector()
                        .withMatchLabels(labels)
                        .endLabelSelector()
                        .build();
    }

    private static Container worker(RunnerSpec spec) {
        var builder = new ContainerBuilder()
                .withName(Names.CONTAINER)
                .withImage(spec.image().reference())
                .withImagePullPolicy(spec.pullPolicy())
                .withCommand(spec.command())
                .withArgs(spec.args())
                .withEnv(spec.environment())
                .withEnvFrom(spec.envFrom())
                .withResources(spec.resources())
                .withVolumeMounts(mounts(spec))
                // Crash messages reach the status without a right to read logs.
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withReadOnlyRootFilesystem(spec.security().readOnlyRootFilesystem())
                .endSecurityContext();
        spec.probes().startup().ifPresent(builder::withStartupProbe);
        spec.probes().readiness().ifPresent(builder::withReadinessProbe);
        spec.probes().liveness().ifPresent(builder::withLivenessProbe);
        return Hardening.harden(builder.build());
    }

    /** The user's containers under the rules of ours, each with the pod's /tmp where it mounts none itself. */
    private static List<Container> harden(List<Container> containers) {
        return containers.stream()
                .map(Hardening::harden)
                .map(container -> hasTmp(container.getVolumeMounts())
                        ? container
                        : new ContainerBuilder(container)
                                .addToVolumeMounts(mount(Names.TMP_VOLUME, TMP))
                                .build())
                .toList();
    }

    private static List<VolumeMount> mounts(RunnerSpec spec) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(mount(Names.WORKSPACE_VOLUME, spec.workspace().mountPath()));
        if (!hasTmp(spec.template().volumeMounts())) {
            mounts.add(mount(Names.TMP_VOLUME, TMP));
        }
        if (spec.temporalTlsSecret().isPresent()) {
            mounts.add(new VolumeMountBuilder(mount(Names.TLS_VOLUME, RunnerSpec.TEMPORAL_TLS_DIRECTORY))
                    .withReadOnly(true)
                    .build());
        }
        mounts.addAll(spec.template().volumeMounts());
        return mounts;
    }

    private static boolean hasTmp(List<VolumeMount> mounts) {
        return mounts.stream().anyMatch(mount -> TMP.equals(mount.getMountPath()));
    }

    private static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    private static List<Volume> volumes(RunnerSpec spec) {
        var volumes = new ArrayList<Volume>();
        volumes.add(workspace(spec));
        volumes.add(new VolumeBuilder()
                .withName(Names.TMP_VOLUME)
                .withEmptyDir(new EmptyDirVolumeSource())
                .build());
        spec.temporalTlsSecret()
                .ifPresent(secret -> volumes.add(new VolumeBuilder()
                        .withName(Names.TLS_VOLUME)
                        .withNewSecret()
                        .withSecretName(secret)
                        .endSecret()
                        .build()));
        volumes.addAll(spec.template().volumes());
        return volumes;
    }

    private static Volume workspace(RunnerSpec spec) {
        var volume = new VolumeBuilder().withName(Names.WORKSPACE_VOLUME);
        return switch (spec.workspace()) {
            case WorkspaceSpec.Claim claim ->
                volume.withNewPersistentVolumeClaim(Names.workspaceClaim(spec.name()), null)
                        .build();
            case WorkspaceSpec.Existing existing ->
                volume.withNewPersistentVolumeClaim(existing.claimName(), null).build();
            case WorkspaceSpec.Ephemeral ephemeral ->
                volume.withNewEmptyDir()
                        .withSizeLimit(ephemeral.sizeLimit())
                        .endEmptyDir()
                        .build();
        };
    }
}
