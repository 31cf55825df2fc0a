package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One document of a file. For one thread at a time. */
public final class YamlDocument {
    private final String file;
    private final JsonNode tree;
    private final Places places;

    /** Its path in that of which the places are: it may be an item of a List. */
    private final String root;

    YamlDocument(String file, JsonNode tree, Places places) {
        this(file, tree, places, "");
    }

    private YamlDocument(String file, JsonNode tree, Places places, String root) {
        this.file = file;
        this.tree = tree;
        this.places = places;
        this.root = root;
    }

    /** As the user named it. */
    public String file() {
        return file;
    }

    /** Its content. */
    public JsonNode tree() {
        return tree;
    }

    /** How many values it has, with those that YAML's aliases repeat. */
    public int size() {
        return places.size();
    }

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
        return places.of(root + path);
    }

    /** Those of its items, where it is a List. */
    public List<YamlDocument> items() {
        var items = new ArrayList<YamlDocument>();
        for (var item : tree.path("items")) {
            items.add(new YamlDocument(
                    file, item, places, root + PlaceTree.field("items") + PlaceTree.item(items.size())));
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
