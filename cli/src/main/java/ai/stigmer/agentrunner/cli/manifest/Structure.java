package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.manifest.Mistake.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/** Checks the types, limits and names of a document against the CustomResourceDefinition's schema, but for its rules. */
final class Structure {
    /** More are not told; each takes longer than all else. */
    private static final int MOST_SUGGESTIONS = 100;

    /** The others are not looked for. */
    static final int MOST = 1000;

    private static final String MOST_CHARACTERS = "maxLength";

    private final List<Mistake> mistakes = new ArrayList<>();

    private Structure() {}

    /** What is wrong with a value, in its order, up to {@link #MOST} mistakes. */
    static List<Mistake> check(JsonNode value, JsonNode schema) {
        var check = new Structure();
        check.unknownFields(value, schema, "");
        check.value(value, schema, "");
        return check.mistakes;
    }

    /** Whether it is the status, which a user can't write: the API server reads it, and then leaves it out. */
    static boolean isStatus(String path) {
        return path.equals(".status");
    }

    /** Whether it is a text of more characters than it may have. */
    static boolean isTooLong(JsonNode value, JsonNode schema) {
        if (!value.isTextual() || !schema.has(MOST_CHARACTERS)) {
            return false;
        }
        var text = value.asText();
        int most = schema.get(MOST_CHARACTERS).asInt();
        // One that needs two of Java's characters counts once.
        return text.length() > 2 * most || (text.length() > most && text.codePointCount(0, text.length()) > most);
    }

    private boolean isFull() {
        return mistakes.size() >= MOST;
    }

    private void unknownFields(JsonNode value, JsonNode schema, String path) {
        var known = schema.path("properties");
        var others = schema.path("additionalProperties");
        for (var entry : value.properties()) {
            if (isFull()) {
                return;
            }
            var name = entry.getKey();
            var child = path + "." + name;
            if (known.has(name)) {
                unknownFields(entry.getValue(), known.get(name), child);
            } else if (others.isObject()) {
                unknownFields(entry.getValue(), others, child);
            } else if (isClosed(schema, path)) {
                unknownField(child, name, known);
            }
        }
        if (value.isArray()) {
            for (int index = 0; index < value.size() && !isFull(); index++) {
                if (value.get(index).isContainerNode()) {
                    unknownFields(value.get(index), schema.path("items"), path + "[" + index + "]");
                }
            }
        }
    }

    /** The API server has its own schema of metadata. */
    private static boolean isClosed(JsonNode schema, String path) {
        return schema.has("properties")
                && !path.equals(".metadata")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    private void unknownField(String path, String name, JsonNode known) {
        var fix = mistakes.size() < MOST_SUGGESTIONS ? suggestion(name, known) : "";
        add(Kind.UNKNOWN_FIELD, path, ServerWords.unknownField(path.substring(1)), "unknown field" + fix);
    }

    private static String suggestion(String name, JsonNode known) {
        var names = new ArrayList<String>();
        known.fieldNames().forEachRemaining(names::add);
        return Similar.to(name, names)
                .map(similar -> ": write " + similar)
                .orElseGet(() -> ", known are " + String.join(", ", names));
    }

    private void value(JsonNode value, JsonNode schema, String path) {
        if (!SchemaType.isOf(value, schema)) {
            add(
                    Kind.TYPE,
                    path,
                    SchemaType.told(YamlDocument.field(path), value, schema),
                    "write " + SchemaType.described(schema) + " instead of " + SchemaType.shown(value));
            return;
        }
        limits(value, schema, path);
        if (value.isObject()) {
            object(value, schema, path);
        }
        if (value.isArray()) {
            var items = schema.path("items");
            for (int index = 0; index < value.size() && !isFull(); index++) {
                if (!isFine(value.get(index), items)) {
                    value(value.get(index), items, path + "[" + index + "]");
                }
            }
            uniqueKeys(value, schema, path);
        }
    }

    /** Whether that is known without its path, which takes long to name for each of many. */
    private static boolean isFine(JsonNode value, JsonNode schema) {
        return value.isValueNode()
                && !schema.has(MOST_CHARACTERS)
                && !schema.has("enum")
                && SchemaType.isOf(value, schema);
    }

    private void object(JsonNode value, JsonNode schema, String path) {
        for (var required : schema.path("required")) {
            if (!value.has(required.asText())) {
                var child = path + "." + required.asText();
                add(
                        Kind.REQUIRED,
                        path,
                        ServerWords.required(YamlDocument.field(child)),
                        "write " + required.asText() + ", which is missing");
            }
        }
        var known = schema.path("properties");
        var others = schema.path("additionalProperties");
        for (var entry : value.properties()) {
            if (isFull()) {
                return;
            }
            var child = path + "." + entry.getKey();
            if (known.has(entry.getKey()) && !isStatus(child)) {
                value(entry.getValue(), known.get(entry.getKey()), child);
            } else if (others.isObject()) {
                value(entry.getValue(), others, child);
            }
        }
    }

    private void limits(JsonNode value, JsonNode schema, String path) {
        if (isTooLong(value, schema)) {
            int most = schema.path(MOST_CHARACTERS).asInt();
            add(
                    Kind.TOO_LONG,
                    path,
                    ServerWords.tooLong(YamlDocument.field(path), most),
                    "write at most " + most + " characters");
        }
        if (value.isTextual() && schema.has("enum")) {
            var allowed = StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            if (!allowed.contains(value.asText())) {
                add(
                        Kind.VALUE,
                        path,
                        ServerWords.unsupported(YamlDocument.field(path), value, allowed),
                        "write one of " + String.join(", ", allowed));
            }
        }
        int most = schema.path(value.isArray() ? "maxItems" : "maxProperties").asInt(Integer.MAX_VALUE);
        if (value.size() > most) {
            add(
                    Kind.TOO_LONG,
                    path,
                    ServerWords.tooMany(YamlDocument.field(path), value.size(), most),
                    "write at most " + most + " entries");
        }
    }

    private void uniqueKeys(JsonNode list, JsonNode schema, String path) {
        if (!ListKey.isUnique(schema)) {
            return;
        }
        var seen = new HashSet<String>();
        for (int index = 0; index < list.size() && !isFull(); index++) {
            var key = ListKey.of(list.get(index), schema);
            if (!seen.add(key)) {
                var child = path + "[" + index + "]";
                add(
                        Kind.DUPLICATE,
                        child,
                        ServerWords.duplicate(YamlDocument.field(child), key),
                        ListKey.shown(list.get(index), schema) + " is there twice: remove one");
            }
        }
    }

    private void add(Kind kind, String path, String told, String fix) {
        mistakes.add(new Mistake(kind, path, told, fix));
    }
}
