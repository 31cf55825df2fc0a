package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.operator.client.Json;
import ai.stigmer.agentrunner.operator.pack.PackedObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Reads objects with their managedFields, which the client leaves out: caches would be twice as large with them. */
final class LiveObjects {
    private final KubernetesClient client;

    LiveObjects(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What has this object's kind and name.
     *
     * @return empty: nothing
     */
    Optional<HasMetadata> read(HasMetadata object) {
        try {
            return Optional.ofNullable(client.raw(ObjectPath.of(object)))
                    .map(json -> (HasMetadata) Json.withManagedFields(json, PackedObject.type(object)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
