package ai.stigmer.agentrunner.operator.pack;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** A Deployment of the caches. */
@Version("v1")
@Group("apps")
@Kind("Deployment")
@Plural("deployments")
final class PackedDeployment extends Deployment implements PackedObject {
    private static final long serialVersionUID = 1;

    private final transient Packed<Deployment> packed;

    PackedDeployment(Deployment object, Packed<Deployment> packed) {
        this.packed = packed;
        setMetadata(new PackedMetadata(object.getMetadata(), packed));
        setAdditionalProperties(Map.of());
    }

    @Override
    public DeploymentSpec getSpec() {
        return packed.get().getSpec();
    }

    @Override
    public DeploymentStatus getStatus() {
        return packed.get().getStatus();
    }
}
