package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** The claim that keeps layers between builds. It holds nothing that can't be built again, and goes with its owner. */
public final class CacheClaimRenderer {
    private CacheClaimRenderer() {}

    public static PersistentVolumeClaim render(RunnerSpec spec, Quantity size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Names.buildCacheClaim(spec.name()))
                .withNamespace(spec.namespace())
                .withLabels(spec.commonMetadata().withLabels(Labels.of(spec.name(), Labels.COMPONENT_BUILD)))
                .withAnnotations(spec.commonMetadata().annotations())
                .withOwnerReferences(Ownership.reference(spec))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec()
                .build();
    }
}
