package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Job of a build: rootless BuildKit as user 1000, without a token, on a read-only root. */
public final class BuildJobRenderer {
    /** The one container of a build's pod. */
    public static final String CONTAINER = "build";

    /** Of the user in BuildKit's rootless image, who has subordinate ids there; no other would do. */
    private static final long USER = 1000;

    static final String HOME = "/home/user";
    static final String RUNTIME_DIRECTORY = "/run/user/" + USER;

    /** What a container ends with whose memory, or whose pod, was taken away. */
    private static final int KILLED = 137;

    /** The exit codes after which no other try is made. */
    static final List<Integer> FINAL = List.of(1, KILLED);

    private BuildJobRenderer() {}

    public static Job render(Build build, Builder builder) {
        var files = BuildFiles.of(build, builder.registries());
        var common = build.commonMetadata();
        var labels = common.withLabels(Labels.of(build.runner(), Labels.COMPONENT_BUILD));
        var placement = builder.placement();
        return new JobBuilder()
                .withNewMetadata()
                .withName(build.jobName())
                .withNamespace(build.namespace())
                .withLabels(labels)
                .withAnnotations(common.annotations())
                .withOwnerReferences(Ownership.reference(build.runner(), build.uid()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(build.spec().retries())
                .withActiveDeadlineSeconds((long) build.spec().timeoutSeconds())
                // Two at once would write to one cache volume.
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failures())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(common.withAnnotations(files.annotations()))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withServiceAccountName("default")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(10L)
                .withSecurityContext(podSecurityContext(build))
                .withNodeSelector(placement.nodeSelector())
                .withTolerations(placement.tolerations())
                .withImagePullSecrets(placement.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withAffinity(affinity(build).orElse(null))
                .withContainers(container(build, builder, files))
                .withVolumes(files.volumes())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** A drained node costs no try; a wrong input ends the build at once; anything else is tried again. */
    private static PodFailurePolicy failures() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(FINAL)
                .endOnExitCodes()
                .endRule()
                .build();
    }

    private static Container container(Build build, Builder builder, BuildFiles files) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(builder.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c", literally(Entrypoint.SCRIPT), "build.sh")
                .withArgs(BuildArguments.of(build).stream()
                        .map(BuildJobRenderer::literally)
                        .toList())
                .withEnv(environment(build, builder, files))
                .withResources(build.spec().resources())
                .withVolumeMounts(files.mounts())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withSecurityContext(securityContext(builder.confinement()))
                .build();
    }

    /** Said though the image says most of it too: another builder's image may not. */
    private static List<EnvVar> environment(Build build, Builder builder, BuildFiles files) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("HOME", HOME);
        environment.put("TMPDIR", "/tmp");
        environment.put("XDG_RUNTIME_DIR", RUNTIME_DIRECTORY);
        environment.put("BUILDKIT_HOST", "unix://" + RUNTIME_DIRECTORY + "/buildkit/buildkitd.sock");
        // buildctl fails where it can't make this directory.
        environment.put(
                "DOCKER_CONFIG", build.output().pushSecret().isPresent() ? BuildFiles.DOCKER_CONFIG : "/tmp/docker");
        environment.put("CONFIG", BuildKitConfig.of(build.output(), builder.registries()));
        environment.put("NEEDED", lines(files.needed()));
        environment.put("PASSING", BuildFailure.PASSING);
        if (build.spec().source() instanceof BuildSource.WorkspaceFiles) {
            environment.put("WORKSPACE", BuildFiles.WORKSPACE);
        }
        if (build.spec().cache() == BuildSpec.Cache.VOLUME) {
            environment.put("KEEP", "true");
        }
        return environment.entrySet().stream()
                .map(entry -> new EnvVarBuilder()
                        .withName(entry.getKey())
                        .withValue(literally(entry.getValue()))
                        .build())
                .toList();
    }

    private static String lines(Map<String, String> needed) {
        var lines = new StringBuilder();
        needed.forEach(
                (file, what) -> lines.append(file).append(' ').append(what).append('\n'));
        return lines.toString();
    }

    /** Kubernetes replaces $(NAME) in commands, arguments and values, and $$ by $. */
    private static String literally(String text) {
        return text.replace("$", "$$");
    }

    private static PodSecurityContext podSecurityContext(Build build) {
        var context = new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER);
        // The worker's files may be readable for their group alone.
        build.workspace().ifPresent(workspace -> context.withSupplementalGroups(workspace.group()));
        // Only a new claim needs a group to be writable. On others it would be in the way: directories that hand it
        // down go into the image with that bit, and the workspace has the group that its worker gave it.
        return build.spec().cache() == BuildSpec.Cache.VOLUME
                ? context.withFsGroup(USER)
                        .withFsGroupChangePolicy("OnRootMismatch")
                        .build()
                : context.build();
    }

    /** newuidmap, with which a user namespace of many ids is made, needs to gain these two capabilities. */
    private static SecurityContext securityContext(Confinement confinement) {
        var context = new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(true)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .withAdd("SETUID", "SETGID")
                .endCapabilities();
        return switch (confinement.profile()) {
            case UNSET -> context.build();
            case EXPLICIT ->
                context.withNewSeccompProfile()
                        .withType("Unconfined")
                        .endSeccompProfile()
                        .withNewAppArmorProfile()
                        .withType("Unconfined")
                        .endAppArmorProfile()
                        .build();
            case LOCALHOST -> {
                confinement.seccomp().ifPresent(name -> context.withNewSeccompProfile()
                        .withType("Localhost")
                        .withLocalhostProfile(name)
                        .endSeccompProfile());
                confinement.appArmor().ifPresent(name -> context.withNewAppArmorProfile()
                        .withType("Localhost")
                        .withLocalhostProfile(name)
                        .endAppArmorProfile());
                yield context.build();
            }
        };
    }

    /**
     * On the node where the worker runs whose volume it reads, where that is on one node at a time. Where no worker runs
     * any node will do: of a pod that its own term selects the scheduler asks nothing while there is no other.
     */
    private static Optional<Affinity> affinity(Build build) {
        return build.workspace().filter(Build.Workspace::isOnOneNode).map(workspace -> new AffinityBuilder()
                .withNewPodAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .addToMatchLabels(Labels.RUNNER, build.runner())
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .build());
    }
}
