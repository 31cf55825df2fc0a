package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Predicate;
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

    /** What is no text must be as its tag says. */
    private static final Map<String, Predicate<JsonNode>> OF_TAG = Map.of(
            Tag.INT.getValue(), JsonNode::isIntegralNumber,
            Tag.FLOAT.getValue(), JsonNode::isNumber,
            Tag.BOOL.getValue(), JsonNode::isBoolean,
            Tag.NULL.getValue(), JsonNode::isNull);

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
        return new Sized(conversion.node("", 0), conversion.nodes);
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
        if (places != null) {
            places.putIfAbsent(path, YamlReader.place(events.at(index)));
        }
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

    /** Its children's paths, where anybody wants them. */
    private String path(String parent, String separator, Object child) {
        return places == null ? "" : parent + separator + child;
    }

    private ObjectNode object(String path, int depth) {
        var object = JSON.objectNode();
        var merged = new HashSet<String>();
        while (events.at(next).getEventId() != Event.ID.MappingEnd) {
            int index = next++;
            if (!(events.at(events.target(index)) instanceof ScalarEvent key)) {
                throw new YamlMistake(YamlReader.place(events.at(index)), "a key must be a text");
            }
            if (key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN) {
                var fields = merged(path, depth + 1);
                object.setAll(fields);
                fields.fieldNames().forEachRemaining(merged::add);
                continue;
            }
            var name = name(key);
            var child = path(path, ".", name);
            if (object.has(name) && !merged.remove(name)) {
                if (places == null) {
                    // Says the same with the path.
                    places(events);
                }
                throw new YamlMistake(
                        YamlReader.place(events.at(index)), YamlDocument.field(child) + " is there twice: remove one");
            }
            if (places != null) {
                places.put(child, YamlReader.place(events.at(index)));
            }
            object.set(name, node(child, depth + 1));
        }
        next++;
        return object;
    }

    private static String name(ScalarEvent key) {
        var value = scalar(key);
        if (value.isNull()) {
            throw new YamlMistake(YamlReader.place(key), "a key must be a text");
        }
        return value.isNumber() ? PlainScalar.key(value, key.getValue()) : value.asText();
    }

    /** YAML 1.1's {@code <<: *other}: it replaces what stands before it. Of several in a list, the first wins. */
    private ObjectNode merged(String path, int depth) {
        if (events.at(next).getEventId() != Event.ID.SequenceStart) {
            return fields(path, depth);
        }
        next++;
        var fields = JSON.objectNode();
        while (events.at(next).getEventId() != Event.ID.SequenceEnd) {
            fields(path, depth + 1).properties().forEach(entry -> fields.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        next++;
        return fields;
    }

    private ObjectNode fields(String path, int depth) {
        int index = next;
        count(index, depth);
        int from = events.target(index);
        if (events.at(from).getEventId() != Event.ID.MappingStart) {
            throw new YamlMistake(YamlReader.place(events.at(index)), "<<: write an alias of fields after it");
        }
        next = from + 1;
        var fields = object(path, depth);
        next = events.after(index);
        return fields;
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
        var tag = scalar.getTag().orElse("");
        try {
            if (tag.equals(Tag.BINARY.getValue())) {
                return JSON.textNode(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
            }
            if (OF_TAG.containsKey(tag)) {
                return tagged(text, tag);
            }
            var isPlain = scalar.getImplicit().canOmitTagInPlainScalar();
            return tag.isEmpty() && isPlain ? PlainScalar.value(text) : JSON.textNode(text);
        } catch (IllegalArgumentException e) {
            throw new YamlMistake(YamlReader.place(scalar), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode tagged(String text, String tag) {
        var value = PlainScalar.value(text);
        if (!OF_TAG.getOrDefault(tag, any -> true).test(value)) {
            throw new IllegalArgumentException(SchemaType.shown(value) + " is not what its tag says, " + tag);
        }
        return value;
    }
}
