package ai.stigmer.agentrunner.operator.pack;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** A Pod of the caches. */
@Version("v1")
@Group("")
@Kind("Pod")
@Plural("pods")
final class PackedPod extends Pod implements PackedObject {
    private static final long serialVersionUID = 1;

    private final transient Packed<Pod> packed;

    PackedPod(Pod object, Packed<Pod> packed) {
        this.packed = packed;
        setMetadata(new PackedMetadata(object.getMetadata(), packed));
        setAdditionalProperties(Map.of());
    }

    @Override
    public PodSpec getSpec() {
        return packed.get().getSpec();
    }

    @Override
    public PodStatus getStatus() {
        return packed.get().getStatus();
    }

    /** Leaves its spec out, but where it may tell why the pod doesn't start or end. */
    static Pod withLittleSpec(Pod pod) {
        if (pod.getSpec() != null
                && pod.getSpec().getSchedulingGates().isEmpty()
                && pod.getMetadata().getDeletionTimestamp() == null) {
            pod.setSpec(null);
        }
        return pod;
    }
}
