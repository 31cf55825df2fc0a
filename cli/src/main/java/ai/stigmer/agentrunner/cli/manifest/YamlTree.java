package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes a tree of a document's events, as kubectl does before it sends JSON. */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Of one document, with what its aliases repeat. */
    static final int NODES = 200_000;

    private static final String MERGE = "<<";

    /** What is no text must be as its tag says. */
    private static final Map<String, Predicate<JsonNode>> OF_TAG = Map.of(
            Tag.INT.getValue(), JsonNode::isIntegralNumber,
            Tag.FLOAT.getValue(), JsonNode::isNumber,
            Tag.BOOL.getValue(), JsonNode::isBoolean,
            Tag.NULL.getValue(), JsonNode::isNull);

    private final YamlEvents events;

    /** Null: nobody has asked. */
    private final @Nullable PlaceTree places;

    /** Of what is made. */
    private final StringBuilder path = new StringBuilder();

    private int next;
    private int nodes;
    private int characters;

    private YamlTree(YamlEvents events, @Nullable PlaceTree places) {
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
        var tree = new YamlTree(events, null);
        return new Sized(tree.node(0), tree.nodes);
    }

    /** The same once more, with places: to write them down takes about as long as to make the tree. */
    static Places.Located located(YamlEvents events) {
        var places = new PlaceTree();
        return new Places.Located(new YamlTree(events, places).node(0), places);
    }

    private JsonNode node(int depth) {
        int index = next;
        int from = events.target(index);
        count(index, depth);
        next = from + 1;
        var value =
                switch (events.at(from).getEventId()) {
                    case MappingStart -> object(depth);
                    case SequenceStart -> array(depth);
                    default -> scalar((ScalarEvent) events.at(from), index);
                };
        if (from != index) {
            next = index + 1;
        }
        return value;
    }

    private void count(int index, int depth) {
        if (depth > YamlReader.DEPTH || path.length() > YamlReader.PATH) {
            throw mistake(index, YamlReader.TOO_DEEP);
        }
        if (++nodes > NODES) {
            throw mistake(index, YamlReader.TOO_LARGE);
        }
    }

    private YamlMistake mistake(int index, String sentence) {
        return new YamlMistake(YamlReader.place(events.at(index)), sentence);
    }

    private ObjectNode object(int depth) {
        var object = JSON.objectNode();
        var replaceable = new HashSet<String>();
        while (events.at(next).getEventId() != Event.ID.MappingEnd) {
            int index = next++;
            if (isMerge(events.at(index))) {
                var fields = merged(depth + 1);
                fields.fieldNames().forEachRemaining(replaceable::add);
                fields.properties().forEach(field -> move(field, fields, object));
                continue;
            }
            var name = name(index);
            var step = PlaceTree.field(name);
            int length = path.length();
            path.append(step);
            if (object.has(name) && !replaceable.remove(name)) {
                throw mistake(index, YamlDocument.field(path.toString()) + " is there twice: remove one");
            }
            if (places != null) {
                places.put(object, step, YamlReader.place(events.at(index)));
            }
            object.set(name, node(depth + 1));
            path.setLength(length);
        }
        next++;
        return object;
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent key && key.getValue().equals(MERGE) && isUntagged(key);
    }

    private static boolean isUntagged(ScalarEvent scalar) {
        return scalar.getTag().isEmpty() && scalar.getImplicit().canOmitTagInPlainScalar();
    }

    private String name(int index) {
        if (!(events.at(events.target(index)) instanceof ScalarEvent key)) {
            throw mistake(index, "a key must be a text");
        }
        var value = scalar(key, index);
        if (value.isNull()) {
            throw mistake(index, "a key must be a text");
        }
        return value.isNumber() ? PlainScalar.key(value, key.getValue()) : value.asText();
    }

    /** YAML 1.1's {@code <<: *other}: it replaces what stands before it. Of several in a list, the first wins. */
    private ObjectNode merged(int depth) {
        if (events.at(next).getEventId() != Event.ID.SequenceStart) {
            return fields(depth);
        }
        next++;
        var all = JSON.objectNode();
        while (events.at(next).getEventId() != Event.ID.SequenceEnd) {
            var fields = fields(depth);
            fields.properties().stream()
                    .filter(field -> !all.has(field.getKey()))
                    .forEach(field -> move(field, fields, all));
        }
        next++;
        return all;
    }

    private ObjectNode fields(int depth) {
        int index = next;
        int from = events.target(index);
        count(index, depth);
        if (events.at(from).getEventId() != Event.ID.MappingStart) {
            throw mistake(index, "<<: write an alias of fields after it");
        }
        next = from + 1;
        var fields = object(depth);
        next = events.after(index);
        return fields;
    }

    private void move(Map.Entry<String, JsonNode> field, ObjectNode from, ObjectNode into) {
        into.set(field.getKey(), field.getValue());
        if (places != null) {
            places.move(from, into, PlaceTree.field(field.getKey()));
        }
    }

    private JsonNode array(int depth) {
        var array = JSON.arrayNode();
        while (events.at(next).getEventId() != Event.ID.SequenceEnd) {
            var step = PlaceTree.item(array.size());
            if (places != null) {
                places.put(array, step, YamlReader.place(events.at(next)));
            }
            int length = path.length();
            path.append(step);
            array.add(node(depth + 1));
            path.setLength(length);
        }
        next++;
        return array;
    }

    private JsonNode scalar(ScalarEvent scalar, int index) {
        var text = scalar.getValue();
        characters += text.length();
        if (characters > YamlReader.CHARACTERS) {
            throw mistake(index, YamlReader.TOO_LARGE);
        }
        try {
            return isUntagged(scalar)
                    ? PlainScalar.value(text)
                    : tagged(text, scalar.getTag().orElse(""));
        } catch (IllegalArgumentException e) {
            throw mistake(index, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode tagged(String text, String tag) {
        if (tag.equals(Tag.BINARY.getValue())) {
            return JSON.textNode(binary(text));
        }
        var expected = OF_TAG.get(tag);
        if (expected == null) {
            return JSON.textNode(text);
        }
        var value = PlainScalar.value(text);
        if (!expected.test(value)) {
            throw new IllegalArgumentException(SchemaType.shown(value) + " is not what its tag says, " + tag);
        }
        return value;
    }

    private static String binary(String text) {
        var base64 = text.replaceAll("[\r\n]", "");
        try {
            if (base64.length() % 4 == 0) {
                return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("!!binary: write base64 after it");
    }
}
