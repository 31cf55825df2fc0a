package ai.stigmer.agentrunner.model.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.Optional;

/**
 * The registry of a local cluster, as its ConfigMap {@code local-registry-hosting} in {@code kube-public} tells it
 * (KEP-1755).
 *
 * @param host from the machine that the cluster runs on, e.g. localhost:5001
 * @param fromContainerRuntime from the nodes' container runtime; empty: by {@code host}
 * @param fromClusterNetwork from pods; empty: nobody says
 */
public record LocalRegistry(String host, Optional<String> fromContainerRuntime, Optional<String> fromClusterNetwork) {
    public static final String NAMESPACE = "kube-public";
    public static final String CONFIG_MAP = "local-registry-hosting";
    public static final String KEY = "localRegistryHosting.v1";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * Reads the value of the ConfigMap's key.
     *
     * @return empty: it names no host
     */
    public static Optional<LocalRegistry> parse(String hosting) {
        try {
            var tree = YAML.readTree(hosting);
            return text(tree, "host")
                    .map(host -> new LocalRegistry(
                            host, text(tree, "hostFromContainerRuntime"), text(tree, "hostFromClusterNetwork")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** How nodes reach it. */
    String forNodes() {
        return fromContainerRuntime.orElse(host);
    }

    /** What of a repository comes after this registry's host, by whichever of its names; empty: it is another's. */
    Optional<String> path(String repository) {
        return Optional.of(host)
                .filter(name -> repository.startsWith(name + "/"))
                .or(() -> fromContainerRuntime.filter(name -> repository.startsWith(name + "/")))
                .or(() -> fromClusterNetwork.filter(name -> repository.startsWith(name + "/")))
                .map(name -> repository.substring(name.length() + 1));
    }

    private static Optional<String> text(JsonNode tree, String field) {
        return Optional.of(tree.path(field).asText()).filter(value -> !value.isBlank());
    }
}
