package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes a tree of a document's events, as kubectl does before it sends JSON. */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Of one document, with what its aliases repeat. */
    static final int NODES = 300_000;

    private static final String MERGE = "<<";

    private final YamlEvents events;

    /** Null: nobody has asked. */
    private final @Nullable Map<String, Place> places;

    private int next;
    private int nodes;

    private YamlTree(YamlEvents events, @Nullable Map<String, Place> places) {
        this.events = events;
        this.places = places;
    }

    /**
     * A tree, and how many values it has.
     *
     * @param nodes with those that its aliases repeat
     */
    record Sized(JsonNode tree, int nodes) {}

    /**
     * All of the document.
     *
     * @throws YamlMistake where JSON has nothing like it
     */
    static Sized of(YamlEvents events) {
        var conversion = new YamlTree(events, null);
        try {
            return new Sized(conversion.node("", 0), conversion.nodes);
        } catch (YamlMistake e) {
            // What knows the paths says more.
            places(events);
            throw e;
        }
    }

    /** Where each path of the tree is: to write them down takes about as long as to make the tree. */
    static Map<String, Place> places(YamlEvents events) {
        var places = new HashMap<String, Place>();
        new YamlTree(events, places).node("", 0);
        return places;
    }

    private JsonNode node(String path, int depth) {
        int index = next;
        var event = events.at(events.target(index));
        count(index, depth);
        note(path, index);
        next = events.target(index) + 1;
        var value =
                switch (event.getEventId()) {
                    case MappingStart -> object(path, depth);
                    case SequenceStart -> array(path, depth);
                    default -> scalar((ScalarEvent) event);
                };
        if (events.target(index) != index) {
            next = index + 1;
        }
        return value;
    }

    private void count(int index, int depth) {
        if (depth > YamlReader.DEPTH) {
            throw new YamlMistake(YamlReader.place(events.at(index)), YamlReader.TOO_DEEP);
        }
        if (++nodes > NODES) {
            throw new YamlMistake(YamlReader.place(events.at(index)), YamlReader.TOO_LARGE);
        }
    }

    private void note(String path, int index) {
        if (places != null) {
            places.putIfAbsent(path, YamlReader.place(events.at(index)));
        }
    }

    /** Its children's paths, where anybody wants them. */
    private String path(String parent, String separator, Object child) {
        return places == null ? "" : parent + separator + child;
    }

    private ObjectNode object(String path, int depth) {
        var object = JSON.objectNode();
        var merges = new ArrayList<Integer>(0);
        while (events.at(next).getEventId() != Event.ID.MappingEnd) {
            int index = next++;
            if (!(events.at(events.target(index)) instanceof ScalarEvent key)) {
                throw new YamlMistake(YamlReader.place(events.at(index)), "a key must be a text");
            }
            var name = key.getValue();
            if (name.equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN) {
                merges.add(next);
                next = events.after(next);
                continue;
            }
            var child = path(path, ".", name);
            if (object.has(name)) {
                throw new YamlMistake(
                        YamlReader.place(events.at(index)), YamlDocument.field(child) + " is there twice: remove one");
            }
            note(child, index);
            object.set(name, node(child, depth + 1));
        }
        int end = next + 1;
        // What is written here wins, wherever it stands.
        for (int merge : merges) {
            merge(merge, object, path, depth + 1);
        }
        next = end;
        return object;
    }

    /** YAML 1.1's {@code <<: *other}; of several, the first wins. */
    private void merge(int index, ObjectNode into, String path, int depth) {
        count(index, depth);
        int from = events.target(index);
        switch (events.at(from).getEventId()) {
            case MappingStart -> {
                next = from + 1;
                object(path, depth).properties().forEach(entry -> into.putIfAbsent(entry.getKey(), entry.getValue()));
            }
            case SequenceStart -> {
                for (int item = from + 1;
                        events.at(item).getEventId() != Event.ID.SequenceEnd;
                        item = events.after(item)) {
                    merge(item, into, path, depth + 1);
                }
            }
            default ->
                throw new YamlMistake(YamlReader.place(events.at(index)), "<<: write an alias of fields after it");
        }
    }

    private JsonNode array(String path, int depth) {
        var array = JSON.arrayNode();
        while (events.at(next).getEventId() != Event.ID.SequenceEnd) {
            array.add(node(path(path, "[", array.size() + "]"), depth + 1));
        }
        next++;
        return array;
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        var text = scalar.getValue();
        var tag = scalar.getTag().orElse("!");
        try {
            if (tag.equals(Tag.BINARY.getValue())) {
                return JSON.textNode(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
            }
            var isText = tag.equals(Tag.STR.getValue())
                    || (tag.equals("!") && !scalar.getImplicit().canOmitTagInPlainScalar());
            return isText ? JSON.textNode(text) : PlainScalar.value(text);
        } catch (IllegalArgumentException e) {
            throw new YamlMistake(YamlReader.place(scalar), String.valueOf(e.getMessage()));
        }
    }
}
