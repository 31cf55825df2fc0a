package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/** The type that a schema asks for. */
public final class SchemaType {
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

    private SchemaType() {}

    /** The schema of a field: its own, else that of any; missing: neither is known. */
    public static JsonNode ofField(String name, JsonNode schema) {
        var known = schema.path("properties").path(name);
        return known.isMissingNode() ? schema.path("additionalProperties") : known;
    }

    static boolean isOf(JsonNode value, JsonNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
            return value.isTextual() || (value.isIntegralNumber() && value.canConvertToLong());
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

    /** What the API server says to a value of another type. */
    static String told(String field, JsonNode value, JsonNode schema) {
        return schema.path(INT_OR_STRING).asBoolean()
                ? ServerWords.wrongType(field, "integer,string", "", value)
                : ServerWords.wrongType(
                        field,
                        schema.path("type").asText(),
                        schema.path("format").asText(""),
                        value);
    }

    /** What to write, in words. */
    static String described(JsonNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
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
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "fields";
            case ARRAY -> "a list";
            case NULL -> "nothing";
            case NUMBER, BOOLEAN -> value.asText().length() > 40 ? "a long number" : value.asText();
            default -> "a text";
        };
    }
}
