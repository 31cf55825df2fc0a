package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One document of a file.
 *
 * @param file as the user named it
 * @param tree its content
 * @param places for each path in the tree, e.g. {@code .spec.env[0].name}, where it is in the file
 */
public record YamlDocument(String file, JsonNode tree, Map<String, Place> places) {
    private static final Pattern ITEM = Pattern.compile("[.]items\\[([0-9]{1,9})]");

    /** A path as people write it, without the dot before it. */
    static String field(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }

    /** Where to look, e.g. {@code demo.yaml:12}; of a path that isn't there, where its nearest parent is. */
    String position(String path) {
        return file + ":" + place(path).line();
    }

    /** The same with the column, without the file. */
    public Place place(String path) {
        var known = path;
        while (!known.isEmpty() && !places.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return places.getOrDefault(known, Place.BEGIN);
    }

    /** Those of its items, where it is a List. */
    public List<YamlDocument> items() {
        var placesByItem = new HashMap<Integer, Map<String, Place>>();
        places.forEach((path, place) -> {
            var item = ITEM.matcher(path);
            if (item.lookingAt()) {
                placesByItem
                        .computeIfAbsent(Integer.valueOf(item.group(1)), index -> new HashMap<>())
                        .put(path.substring(item.end()), place);
            }
        });
        var items = new ArrayList<YamlDocument>();
        for (var item : tree.path("items")) {
            items.add(new YamlDocument(file, item, placesByItem.getOrDefault(items.size(), Map.of())));
        }
        return items;
    }

    /** The text at a key of the document's root, empty where there is none. */
    public String text(String key) {
        return tree.path(key).asText("");
    }

    /** metadata.name, empty where there is none. */
    public String name() {
        return tree.path("metadata").path("name").asText("");
    }

    /** metadata.namespace, empty where there is none. */
    public String namespace() {
        return tree.path("metadata").path("namespace").asText("");
    }
}
