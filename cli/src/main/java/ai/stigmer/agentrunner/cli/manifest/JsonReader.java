package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads JSON as kubectl does, which tries it before YAML: YAML's keys, e.g., have at most 1024 characters. */
final class JsonReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(YamlReader.DEPTH)
                    .maxStringLength(YamlReader.CHARACTERS)
                    .maxNameLength(YamlReader.CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final StringBuilder path = new StringBuilder();
    private PlaceTree places = new PlaceTree();
    private int nodes;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /**
     * Hands over every document; nothing where the text isn't JSON from its beginning.
     *
     * @return whether it is
     * @throws YamlMistake where it is no longer
     */
    static boolean read(String file, String text, Consumer<YamlDocument> each) {
        int documents = 0;
        try (var parser = FACTORY.createParser(text)) {
            var reader = new JsonReader(parser);
            while (parser.nextToken() != null) {
                int before = reader.nodes;
                reader.places = new PlaceTree();
                var begin = reader.place();
                var located = new Places.Located(reader.value(), reader.places);
                each.accept(new YamlDocument(
                        file, located.tree(), new Places(reader.nodes - before, begin, () -> located)));
                documents++;
            }
            return documents > 0;
        } catch (IOException e) {
            if (documents == 0) {
                return false;
            }
            throw new YamlMistake(Place.BEGIN, "document " + (documents + 1) + " is no JSON");
        }
    }

    private Place place() {
        var location = parser.currentTokenLocation();
        return new Place(location.getLineNr(), location.getColumnNr());
    }

    private JsonNode value() throws IOException {
        if (++nodes > YamlReader.EVENTS) {
            throw new YamlMistake(place(), YamlReader.TOO_LARGE);
        }
        if (path.length() > YamlReader.PATH) {
            throw new YamlMistake(place(), YamlReader.TOO_DEEP);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT -> PlainScalar.value(parser.getText());
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE, VALUE_FALSE -> JSON.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> JSON.nullNode();
            default -> JSON.textNode(parser.getText());
        };
    }

    private JsonNode number() throws IOException {
        if (Double.isInfinite(parser.getDoubleValue())) {
            throw new YamlMistake(place(), "this number is too large for JSON");
        }
        return JSON.numberNode(parser.getDecimalValue());
    }

    private ObjectNode object() throws IOException {
        var object = JSON.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var step = PlaceTree.field(name);
            int length = path.length();
            path.append(step);
            if (object.has(name)) {
                throw new YamlMistake(place(), YamlDocument.field(path.toString()) + " is there twice: remove one");
            }
            places.put(object, step, place());
            parser.nextToken();
            object.set(name, value());
            path.setLength(length);
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        var array = JSON.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var step = PlaceTree.item(array.size());
            places.put(array, step, place());
            int length = path.length();
            path.append(step);
            array.add(value());
            path.setLength(length);
        }
        return array;
    }
}
