package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One document of a file.
 *
 * @param file as the user named it
 * @param tree its content
 * @param lines for each path in the tree, e.g. {@code .spec.env[0].name}, the line in the file, from 1
 */
record YamlDocument(String file, JsonNode tree, Map<String, Integer> lines) {

    /** Where to look, e.g. {@code demo.yaml:12}; of a path that isn't there, where its nearest parent is. */
    String position(String path) {
        var known = path;
        while (!known.isEmpty() && !lines.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return file + ":" + lines.getOrDefault(known, 1);
    }

    /** The text at a key of the document's root, empty where there is none. */
    String text(String key) {
        return tree.path(key).asText("");
    }

    String name() {
        return tree.path("metadata").path("name").asText("");
    }

    String namespace() {
        return tree.path("metadata").path("namespace").asText("");
    }
}
