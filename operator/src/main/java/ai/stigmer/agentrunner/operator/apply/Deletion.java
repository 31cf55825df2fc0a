package ai.stigmer.agentrunner.operator.apply;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Deletes one very object, and never another of its name: fabric8's own delete can't carry a uid. */
final class Deletion {
    private final KubernetesClient client;

    Deletion(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @return false where it was gone already
     * @throws KubernetesClientException 409 where another object has the name by now
     */
    boolean of(HasMetadata object, DeletionPropagation propagation) {
        var options = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withPropagationPolicy(propagation.toString())
                .withNewPreconditions()
                .withUid(object.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(ObjectPath.of(object), "DELETE", options);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }
}
