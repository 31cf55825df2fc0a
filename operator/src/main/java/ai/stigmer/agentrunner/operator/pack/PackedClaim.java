package ai.stigmer.agentrunner.operator.pack;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** A PersistentVolumeClaim of the caches. */
@Version("v1")
@Group("")
@Kind("PersistentVolumeClaim")
@Plural("persistentvolumeclaims")
final class PackedClaim extends PersistentVolumeClaim implements PackedObject {
    private static final long serialVersionUID = 1;

    private final transient Packed<PersistentVolumeClaim> packed;

    PackedClaim(PersistentVolumeClaim object, Packed<PersistentVolumeClaim> packed) {
        this.packed = packed;
        setMetadata(new PackedMetadata(object.getMetadata(), packed));
        setAdditionalProperties(Map.of());
    }

    @Override
    public PersistentVolumeClaimSpec getSpec() {
        return packed.get().getSpec();
    }

    @Override
    public PersistentVolumeClaimStatus getStatus() {
        return packed.get().getStatus();
    }
}
