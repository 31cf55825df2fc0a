package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a manifest refers to. */
final class References {
    private static final ObjectMapper JSON = new ObjectMapper();

    private References() {}

    /** Every Secret and ConfigMap that is referred to, each key with its own name as value. */
    static Configuration of(AgentRunner runner) {
        var secrets = new LinkedHashMap<String, Map<String, byte[]>>();
        var configMaps = new LinkedHashMap<String, Map<String, byte[]>>();
        collect(JSON.valueToTree(runner), secrets, configMaps);
        return new Configuration(secrets, configMaps);
    }

    private static void collect(
            JsonNode node, Map<String, Map<String, byte[]>> secrets, Map<String, Map<String, byte[]>> configMaps) {
        node.properties().forEach(field -> {
            var value = field.getValue();
            var name = value.path("name").asText(value.path("secretName").asText(""));
            var target =
                    switch (field.getKey()) {
                        case "secretKeyRef", "apiKeySecretRef", "secretRef", "secret" -> secrets;
                        case "configMapKeyRef", "configMapRef", "configMap" -> configMaps;
                        default -> null;
                    };
            if (target != null && !name.isEmpty()) {
                var all = target.computeIfAbsent(name, any -> new LinkedHashMap<>());
                all.put(
                        value.path("key").asText("key"),
                        (name + "/" + value.path("key").asText("key")).getBytes(StandardCharsets.UTF_8));
                value.path("items")
                        .forEach(item -> all.put(item.path("key").asText(), "file".getBytes(StandardCharsets.UTF_8)));
            }
        });
        node.forEach(child -> {
            if (child.isContainerNode()) {
                collect(child, secrets, configMaps);
            }
        });
    }
}
