package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.api.Retention;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The claim of a workspace. */
public final class ClaimRenderer {

    private ClaimRenderer() {}

    /**
     * Every field each time: only the size may change, the rest is immutable once there.
     *
     * @param size what to request, which may be more than the spec says (see {@code ClaimStep})
     * @param createdFor the uid of the AgentRunner for which it is or was created; empty: the live claim doesn't say
     */
    public static PersistentVolumeClaim render(
            RunnerSpec spec, WorkspaceSpec.Claim claim, Quantity size, Optional<String> createdFor) {
        var retained = claim.retention() == Retention.Retain;
        var labels = spec.commonMetadata().withLabels(Labels.of(spec.name(), Labels.COMPONENT_WORKSPACE));
        if (retained) {
            // Argo CD takes the instance label for its own and would prune what carries it.
            labels.remove(Labels.INSTANCE);
        }
        var builder = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Names.workspaceClaim(spec.name()))
                .withNamespace(spec.namespace())
                .withLabels(labels)
                .withAnnotations(spec.commonMetadata().withAnnotations(annotations(retained, createdFor)))
                .endMetadata()
                .withNewSpec()
                .withAccessModes(claim.accessModes())
                .withStorageClassName(claim.storageClassName().orElse(null))
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec();
        return retained
                ? builder.build()
                : builder.editMetadata()
                        .withOwnerReferences(Ownership.reference(spec))
                        .endMetadata()
                        .build();
    }

    private static Map<String, String> annotations(boolean retained, Optional<String> createdFor) {
        var annotations = new LinkedHashMap<String, String>();
        createdFor.ifPresent(uid -> annotations.put(Annotations.CREATED_FOR, uid));
        if (retained) {
            annotations.put(Annotations.ARGO_SYNC, "Prune=false");
        }
        return annotations;
    }
}
