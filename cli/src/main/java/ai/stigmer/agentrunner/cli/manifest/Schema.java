package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Checks a document against the CustomResourceDefinition, as the API server does with strict validation. */
final class Schema {
    private static final String RESOURCE = "/agentrunners.yaml";
    private static final String RULES = "x-kubernetes-validations";

    private final YamlDocument document;
    private final List<String> problems = new ArrayList<>();

    private Schema(YamlDocument document) {
        this.document = document;
    }

    /** A sentence for each mistake, with file and line; empty: there is none. */
    static List<String> problems(YamlDocument document) {
        var check = new Schema(document);
        check.value(document.tree(), Definition.ROOT, "");
        return check.problems;
    }

    /** Reads the definition where it is first needed. */
    static final class Definition {
        static final JsonNode ROOT = read();

        private Definition() {}

        private static JsonNode read() {
            try (var stream = Objects.requireNonNull(Schema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
                var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return YamlReader.read(RESOURCE, text).getFirst().tree().at("/spec/versions/0/schema/openAPIV3Schema");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void value(JsonNode value, JsonNode schema, String path) {
        if (!isOfType(value, schema)) {
            problem(path, "write " + described(schema) + " instead of " + shown(value));
            return;
        }
        limits(value, schema, path);
        if (value.isObject() && schema.path("type").asText().equals("object")) {
            object(value, schema, path);
        }
        if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                value(value.get(index), schema.path("items"), path + "[" + index + "]");
            }
            uniqueKeys(value, schema, path);
        }
        for (var rule : schema.path(RULES)) {
            if (!SchemaRules.holds(rule.path("rule").asText(), value)) {
                problem(path, rule.path("message").asText());
            }
        }
    }

    private void object(JsonNode value, JsonNode schema, String path) {
        var known = schema.path("properties");
        var others = schema.path("additionalProperties");
        for (var required : schema.path("required")) {
            if (!value.hasNonNull(required.asText())) {
                problem(path, "write " + required.asText() + ", which is missing");
            }
        }
        for (var entry : value.properties()) {
            var child = path + "." + entry.getKey();
            if (known.has(entry.getKey())) {
                // kubectl leaves out what is null.
                if (!entry.getValue().isNull()) {
                    value(entry.getValue(), known.get(entry.getKey()), child);
                }
            } else if (others.isObject()) {
                value(entry.getValue(), others, child);
            } else if (isClosed(schema, path)) {
                var names = new ArrayList<String>();
                known.fieldNames().forEachRemaining(names::add);
                problem(
                        child,
                        "unknown field"
                                + Similar.to(entry.getKey(), names)
                                        .map(name -> ": write " + name)
                                        .orElse(", known are " + String.join(", ", names)));
            }
        }
    }

    /** The API server has its own schema of metadata. */
    private static boolean isClosed(JsonNode schema, String path) {
        return schema.has("properties")
                && !path.equals(".metadata")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    private void limits(JsonNode value, JsonNode schema, String path) {
        if (value.isTextual() && schema.has("maxLength")) {
            int most = schema.get("maxLength").asInt();
            if (value.asText().codePointCount(0, value.asText().length()) > most) {
                problem(path, "write at most " + most + " characters");
            }
        }
        if (value.isTextual() && schema.has("enum")) {
            var allowed = StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            if (!allowed.contains(value.asText())) {
                problem(path, "write one of " + String.join(", ", allowed));
            }
        }
        if (value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)
                || value.size() > schema.path("maxProperties").asInt(Integer.MAX_VALUE)) {
            problem(
                    path,
                    "write at most "
                            + schema.path("maxItems")
                                    .asInt(schema.path("maxProperties").asInt()) + " entries");
        }
    }

    private void uniqueKeys(JsonNode list, JsonNode schema, String path) {
        var type = schema.path("x-kubernetes-list-type").asText();
        if (!type.equals("map") && !type.equals("set")) {
            return;
        }
        var seen = new ArrayList<String>();
        for (int index = 0; index < list.size(); index++) {
            var item = list.get(index);
            var key = new StringBuilder();
            if (type.equals("set")) {
                key.append(item.asText());
            } else {
                schema.path("x-kubernetes-list-map-keys")
                        .forEach(name ->
                                key.append(item.path(name.asText()).asText()).append(' '));
            }
            if (seen.contains(key.toString())) {
                problem(path + "[" + index + "]", key.toString().strip() + " is there twice: remove one");
            }
            seen.add(key.toString());
        }
    }

    private static boolean isOfType(JsonNode value, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isTextual() || value.isNumber();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber() && fits(value, schema);
            default -> true;
        };
    }

    private static boolean fits(JsonNode value, JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "int32" -> value.canConvertToInt();
            default -> value.canConvertToLong();
        };
    }

    private static String described(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return "a number or a text";
        }
        return switch (schema.path("type").asText()) {
            case "object" -> "fields";
            case "array" -> "a list";
            case "string" -> "a text (in quotes where it looks like something else)";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            default -> "a " + schema.path("type").asText();
        };
    }

    /** A value may be a key that somebody pasted: of a text, only its kind is told. */
    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "fields";
            case ARRAY -> "a list";
            case NULL -> "nothing";
            case NUMBER, BOOLEAN -> value.asText().length() > 40 ? "a long number" : value.asText();
            default -> "a text";
        };
    }

    private void problem(String path, String sentence) {
        problems.add(document.position(path) + ": " + (path.isEmpty() ? "" : path.substring(1) + ": ") + sentence);
    }
}
