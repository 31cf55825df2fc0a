package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads YAML as kubectl does, and keeps the lines. */
public final class YamlReader {
    /** A thousand AgentRunners of 4 KB; {@link ManifestFiles} reads no larger file. */
    static final int CHARACTERS = 4 * 1024 * 1024;

    static final String TOO_LARGE = "this is too large, or its aliases repeat too much: split the file";

    /** Of one document, with what its aliases repeat, and the fields and items of a List. */
    private static final int NODES = 300_000;

    /** Of a file. */
    static final int EVENTS = 1_000_000;

    static final int DEPTH = 100;

    /** Tells a text with a tag of its own from one without. */
    private static final ScalarResolver UNTAGGED = new JsonScalarResolver();

    private static final String MERGE = "<<";

    private final Map<String, Place> places = new HashMap<>();
    private int nodes;

    private YamlReader() {}

    /**
     * Every document that isn't empty.
     *
     * @param file for positions
     * @throws Failure where it is no YAML, with the line
     */
    static List<YamlDocument> read(String file, String text) {
        var documents = new ArrayList<YamlDocument>();
        try {
            read(file, text, documents::add);
        } catch (YamlMistake e) {
            throw Failure.invalid(file + ":" + e.place().line() + ": " + e.sentence());
        }
        return documents;
    }

    /**
     * Hands over every document that isn't empty as soon as it is read.
     *
     * @throws YamlMistake where it is no YAML from there on
     */
    public static void read(String file, String text, Consumer<YamlDocument> each) {
        if (JsonReader.isJson(text) && JsonReader.read(file, text, each)) {
            return;
        }
        var settings = LoadSettings.builder()
                .setCodePointLimit(CHARACTERS)
                .setAllowDuplicateKeys(false)
                // It copies what it has read of a text each time that the buffer is filled.
                .setBufferSize(Math.max(1, text.length()))
                .build();
        try {
            var parser = new ParserImpl(settings, new StreamReader(settings, text));
            var nodes = new Composer(settings, new BoundedParser(parser, EVENTS, NODES, DEPTH));
            int repeated = 0;
            while (nodes.hasNext()) {
                var reader = new YamlReader();
                var tree = reader.convert(nodes.next(), "", 0);
                repeated += reader.nodes;
                if (repeated > EVENTS) {
                    throw new YamlMistake(Place.BEGIN, TOO_LARGE);
                }
                if (!tree.isNull()) {
                    each.accept(new YamlDocument(file, tree, reader.places));
                }
            }
        } catch (MarkedYamlEngineException e) {
            throw new YamlMistake(
                    place(e.getProblemMark()),
                    "this is no YAML: " + String.valueOf(e.getProblem()).strip());
        } catch (YamlEngineException e) {
            throw new YamlMistake(
                    Place.BEGIN,
                    "this is no YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (StackOverflowError e) {
            throw new YamlMistake(Place.BEGIN, "this is nested too deeply");
        }
    }

    static Place place(Optional<Mark> mark) {
        return mark.map(found -> new Place(found.getLine() + 1, found.getColumn() + 1))
                .orElse(Place.BEGIN);
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (depth > DEPTH) {
            throw new YamlMistake(place(node.getStartMark()), "this is nested too deeply");
        }
        if (++nodes > NODES) {
            throw new YamlMistake(place(node.getStartMark()), TOO_LARGE);
        }
        places.putIfAbsent(path, place(node.getStartMark()));
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> array(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new YamlMistake(place(node.getStartMark()), "this is no YAML that is known");
        };
    }

    private JsonNode object(MappingNode mapping, String path, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlMistake(place(entry.getKeyNode().getStartMark()), "a key must be a text");
            }
            if (isMerge(key)) {
                continue;
            }
            var child = path + "." + key.getValue();
            if (object.has(key.getValue())) {
                throw new YamlMistake(
                        place(key.getStartMark()), YamlDocument.field(child) + " is there twice: remove one");
            }
            places.putIfAbsent(child, place(key.getStartMark()));
            object.set(key.getValue(), convert(entry.getValueNode(), child, depth + 1));
        }
        // What is written here wins, wherever it stands.
        mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key && isMerge(key))
                .forEach(entry -> merge(entry.getValueNode(), object, path, depth));
        return object;
    }

    private static boolean isMerge(ScalarNode key) {
        return key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals(MERGE);
    }

    /** YAML 1.1's {@code <<: *other}; of several, the first wins. */
    private void merge(Node node, ObjectNode into, String path, int depth) {
        switch (node) {
            case MappingNode mapping ->
                object(mapping, path, depth + 1)
                        .properties()
                        .forEach(entry -> into.putIfAbsent(entry.getKey(), entry.getValue()));
            case SequenceNode sequence
            when depth <= DEPTH -> sequence.getValue().forEach(item -> merge(item, into, path, depth + 1));
            default -> throw new YamlMistake(place(node.getStartMark()), "<<: write an alias of fields after it");
        }
    }

    private JsonNode array(SequenceNode sequence, String path, int depth) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var item : sequence.getValue()) {
            array.add(convert(item, path + "[" + array.size() + "]", depth + 1));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        var isUntagged =
                scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag().equals(UNTAGGED.resolve(text, true));
        try {
            if (!isUntagged && scalar.getTag().equals(Tag.BINARY)) {
                var bytes = Base64.getMimeDecoder().decode(text);
                return JsonNodeFactory.instance.textNode(new String(bytes, StandardCharsets.UTF_8));
            }
            return !isUntagged && scalar.getTag().equals(Tag.STR)
                    ? JsonNodeFactory.instance.textNode(text)
                    : PlainScalar.value(text);
        } catch (IllegalArgumentException e) {
            throw new YamlMistake(place(scalar.getStartMark()), String.valueOf(e.getMessage()));
        }
    }
}
