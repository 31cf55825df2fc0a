package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How server-side apply merges lists and maps: as Kubernetes does for the same fields of a Pod. A list of which nothing is
 * said is atomic, and the definition the smaller for it.
 */
final class ListTypes implements Schema.Visitor {
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("env", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("sidecars", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("secrets", List.of("id")),
            Map.entry("pullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("claims", List.of("name")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("conditions", List.of("type")));
    /** Their order means nothing. */
    private static final Set<String> SETS = Set.of("spec.workspace.claim.accessModes", "spec.build.platforms");

    private static final Set<String> ATOMIC_MAPS = Set.of(
            "nodeSelector",
            "labelSelector",
            "namespaceSelector",
            "podSelector",
            "secretKeyRef",
            "configMapKeyRef",
            "fieldRef",
            "resourceFieldRef",
            "fileKeyRef",
            "apiKeySecretRef");

    @Override
    public void visit(String path, ObjectNode schema) {
        if (schema.path("type").asText().equals("array")) {
            list(path, schema);
        } else if (ATOMIC_MAPS.contains(Schema.lastField(path))
                && schema.path("type").asText().equals("object")) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
    }

    private static void list(String path, ObjectNode schema) {
        var keys = KEYS.get(Schema.lastField(path));
        if (SETS.contains(path)) {
            schema.put("x-kubernetes-list-type", "set");
        } else if (keys != null) {
            schema.put("x-kubernetes-list-type", "map");
            keys.forEach(schema.putArray("x-kubernetes-list-map-keys")::add);
            // The API server wants keys that are required or defaulted.
            ArrayNode required = ((ObjectNode) schema.get("items")).putArray("required");
            keys.forEach(required::add);
        }
    }
}
