package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What no two entries of a list may have alike: their keys in a map, themselves in a set. */
final class ListKey {

    private ListKey() {}

    static boolean isUnique(JsonNode schema) {
        var type = schema.path("x-kubernetes-list-type").asText();
        return type.equals("map") || type.equals("set");
    }

    /** In the API server's words. */
    static String of(JsonNode item, JsonNode schema) {
        var names = schema.path("x-kubernetes-list-map-keys");
        if (names.isEmpty()) {
            return ServerWords.quoted(item);
        }
        var key = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> {
            if (item.has(name.asText())) {
                key.set(name.asText(), item.get(name.asText()));
            }
        });
        return key.toString();
    }

    /** The values alone. */
    static String shown(JsonNode item, JsonNode schema) {
        var names = schema.path("x-kubernetes-list-map-keys");
        return names.isEmpty()
                ? item.asText()
                : StreamSupport.stream(names.spliterator(), false)
                        .map(name -> item.path(name.asText()).asText())
                        .collect(Collectors.joining(" "));
    }
}
