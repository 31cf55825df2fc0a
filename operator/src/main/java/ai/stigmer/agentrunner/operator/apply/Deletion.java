package ai.stigmer.agentrunner.operator.apply;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Deletes one very object, and never another of its name: fabric8's own delete can't carry a uid. */
final class Deletion {
    private final KubernetesClient client;

    Deletion(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Deletes it.
     *
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
            client.raw(path(object), "DELETE", options);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    private static String path(HasMetadata object) {
        var group = object.getApiVersion();
        return "/" + (group.contains("/") ? "apis/" : "api/") + group
                + "/namespaces/" + encoded(object.getMetadata().getNamespace())
                + "/" + object.getPlural()
                + "/" + encoded(object.getMetadata().getName());
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
