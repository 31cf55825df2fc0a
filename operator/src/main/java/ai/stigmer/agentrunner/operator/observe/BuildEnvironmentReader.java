package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.model.build.LocalRegistry;
import ai.stigmer.agentrunner.model.build.PodSecurity;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What builds have to know that no watch tells: a namespace's label, and one ConfigMap of kube-public. Both are read
 * when needed and remembered for a while; where the right to read is missing, there is none.
 */
final class BuildEnvironmentReader {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final RecentReads reads;

    /**
     * @param clock monotonic, in nanoseconds
     */
    BuildEnvironmentReader(KubernetesClient client, LongSupplier clock) {
        this.client = client;
        this.reads = new RecentReads(FRESH, clock);
    }

    /** The level of Pod Security that a namespace enforces by its label. */
    Optional<String> podSecurity(String namespace) {
        return remembered(namespace, () -> Optional.ofNullable(
                        client.namespaces().withName(namespace).get())
                .map(found -> found.getMetadata().getLabels())
                .map(labels -> labels.get(PodSecurity.LABEL)));
    }

    /** What the cluster says of its local registry. Read as text: of typed ConfigMaps the client keeps only a hash. */
    Optional<String> localRegistry() {
        var path = "/api/v1/namespaces/" + LocalRegistry.NAMESPACE + "/configmaps/" + LocalRegistry.CONFIG_MAP;
        return remembered(path, () -> Optional.ofNullable(client.raw(path))
                .map(text -> Serialization.unmarshal(text, JsonNode.class)
                        .path("data")
                        .path(LocalRegistry.KEY)
                        .asText())
                .filter(text -> !text.isEmpty()));
    }

    private Optional<String> remembered(String key, Supplier<Optional<String>> read) {
        return reads.get(key, () -> unlessForbidden(read));
    }

    private static Optional<String> unlessForbidden(Supplier<Optional<String>> read) {
        try {
            return read.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403 || e.getCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
