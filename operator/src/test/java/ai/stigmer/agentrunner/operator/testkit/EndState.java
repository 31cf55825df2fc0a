package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What AgentRunners have come to, without what differs from one run to the next: names of objects, and their state. */
public record EndState(Map<String, JsonNode> objects) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public static EndState of(KubernetesClient client, String namespace) {
        var objects = new TreeMap<String, JsonNode>();
        made(client, namespace)
                .forEach(object -> objects.put(
                        object.getKind() + "/" + object.getMetadata().getName(), normalised(object)));
        client.resources(AgentRunner.class)
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(runner ->
                        objects.put("AgentRunner/" + runner.getMetadata().getName(), status(runner)));
        return new EndState(objects);
    }

    /** Every object that the operator made in a namespace. */
    static Stream<HasMetadata> made(KubernetesClient client, String namespace) {
        return Stream.of(Deployment.class, PersistentVolumeClaim.class, PodDisruptionBudget.class, NetworkPolicy.class)
                .flatMap(type -> list(client, type, namespace));
    }

    private static <T extends HasMetadata> Stream<HasMetadata> list(
            KubernetesClient client, Class<T> type, String namespace) {
        return client
                .resources(type)
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/managed-by", "agentrunner-operator")
                .list()
                .getItems()
                .stream()
                .map(object -> object);
    }

    private static JsonNode normalised(HasMetadata object) {
        var tree = (ObjectNode) JSON.valueToTree(object);
        var metadata = (ObjectNode) tree.get("metadata");
        metadata.retain("labels", "annotations", "ownerReferences", "deletionTimestamp");
        metadata.withArray("ownerReferences").forEach(owner -> ((ObjectNode) owner).remove("uid"));
        // Uids of AgentRunners, a hash of all that was applied, uids among it, and what other controllers note.
        metadata.withObject("annotations")
                .remove(List.of("stigmer.ai/applied", "stigmer.ai/created-for", "deployment.kubernetes.io/revision"));
        metadata.withObject("annotations")
                .properties()
                .removeIf(annotation -> annotation.getKey().matches("(pv|volume)\\..*"));
        tree.remove(List.of("status"));
        tree.withObject("spec").remove("volumeName");
        return tree;
    }

    private static JsonNode status(AgentRunner runner) {
        var tree = (ObjectNode) JSON.valueToTree(runner.getStatus());
        tree.remove("observedGeneration");
        // A claim that waits for its first pod is bound or not, depending on whether one ever came to run.
        tree.withObject("workspace").remove(List.of("capacity", "phase"));
        tree.withArray("conditions").forEach(condition -> ((ObjectNode) condition)
                .remove(List.of("lastTransitionTime", "observedGeneration")));
        return JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("spec", JSON.valueToTree(runner.getSpec()))
                .set("status", tree);
    }
}
