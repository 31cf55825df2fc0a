package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.model.render.ClaimRenderer;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Optional;

/** Objects as a cluster would have them, for the operator's model to look at. */
final class AssumedObjects {
    static final String UID = "local";

    private AssumedObjects() {}

    /** One that a user has made, of which only the name is known. */
    static PersistentVolumeClaim bound(String name) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes(Defaults.ACCESS_MODE)
                .endSpec()
                .withNewStatus()
                .withPhase("Bound")
                .endStatus()
                .build();
    }

    /** The one that the operator makes for the workspace; empty: it makes none. */
    static Optional<PersistentVolumeClaim> claim(RunnerSpec spec) {
        return spec.workspace() instanceof WorkspaceSpec.Claim claim
                ? Optional.of(ClaimRenderer.render(spec, claim, claim.size(), Optional.of(UID)))
                : Optional.empty();
    }

    /** The Deployment with all of its pods of the present version. */
    static Deployment rolledOut(Deployment desired) {
        return new DeploymentBuilder(desired)
                .editMetadata()
                .withUid(UID)
                .withGeneration(1L)
                .endMetadata()
                .withNewStatus()
                .withObservedGeneration(1L)
                .withReplicas(1)
                .withUpdatedReplicas(1)
                .endStatus()
                .build();
    }

    /** A pod of the Deployment, whose container is in this state. */
    static Pod pod(Deployment desired, ContainerStatus status) {
        var template = desired.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withName(desired.getMetadata().getName())
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(template.getMetadata().getAnnotations())
                .endMetadata()
                .withNewStatus()
                .withContainerStatuses(status)
                .endStatus()
                .build();
    }
}
