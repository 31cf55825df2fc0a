package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.model.text.PlainText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** How the API server says it: k8s.io/apimachinery's field errors, and the sentences of kube-openapi's validation. */
final class ServerWords {
    /** Characters of a value that are repeated. The API server repeats all of it. */
    private static final int MOST = 200;

    private ServerWords() {}

    static String unknownField(String field) {
        return "strict decoding error: unknown field \"" + field + "\"";
    }

    /**
     * @param expected the schema's type
     * @param format the schema's format; empty: it has none
     */
    static String wrongType(String field, String expected, String format, JsonNode value) {
        var actual = type(value);
        var isOfFormat = !format.isEmpty() && !value.isTextual() && !value.isArray() && !value.isNull();
        var type = isOfFormat ? format : expected;
        var shown = isOfFormat ? (value.isNumber() ? "float64" : "") : actual;
        return field + ": Invalid value: \"" + shown + "\": " + field + " in body must be of type " + type + ": \""
                + shown + "\"";
    }

    static String unsupported(String field, JsonNode value, List<String> allowed) {
        return field + ": Unsupported value: " + quoted(value) + ": supported values: "
                + allowed.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    static String tooLong(String field, int most) {
        return field + ": Too long: may not be more than " + most + " bytes";
    }

    static String tooMany(String field, int count, int most) {
        return field + ": Too many: " + count + ": must have at most " + most + " items";
    }

    static String required(String field) {
        return field + ": Required value";
    }

    static String duplicate(String field, String key) {
        return field + ": Duplicate value: " + key;
    }

    /** Of fields and lists the API server repeats nothing; the document itself is {@code <nil>}. */
    static String rule(String field, JsonNode value, String message) {
        var where = field.isEmpty() ? "<nil>" : field;
        return where + ": Invalid value: " + (value.isContainerNode() ? "" : quoted(value) + ": ") + message;
    }

    static String quoted(JsonNode value) {
        return value.isTextual() ? quoted(value.asText()) : PlainText.withoutMiddle(value.toString(), MOST);
    }

    /** Without what may be a password in an address: this is printed where others read it. */
    static String quoted(String text) {
        var safe = text.replaceAll("//[^/@]{0,200}@", "//…@");
        return "\"" + PlainText.oneLine(PlainText.of(PlainText.withoutMiddle(safe, MOST))) + "\"";
    }

    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }
}
