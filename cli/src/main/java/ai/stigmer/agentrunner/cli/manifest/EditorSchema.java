package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * The CustomResourceDefinition's schema as a JSON Schema (draft 7), which editors complete and check with. Conditions are in
 * it where they are a pattern or a range; what takes CEL is not.
 */
public final class EditorSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private static final Pattern MATCHES = Pattern.compile("self\\.matches\\((r?)'([^']*)'\\)");

    private static final Pattern RANGE =
            Pattern.compile("self >= (-?[0-9]+(?:[.][0-9]+)?)(?: && self <= ([0-9]+(?:[.][0-9]+)?))?");

    private EditorSchema() {}

    /** Of one AgentRunner. */
    public static ObjectNode tree() {
        var root = Schema.Definition.ROOT;
        var schema = JSON.objectNode()
                .put("$schema", DRAFT)
                .put("title", AgentRunner.KIND + " " + AgentRunner.API_VERSION)
                .put("description", root.path("description").asText())
                .put("type", "object");
        schema.putArray("required")
                .add("apiVersion")
                .add("kind")
                .add("metadata")
                .add("spec");
        var properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("const", AgentRunner.API_VERSION);
        properties.putObject("kind").put("const", AgentRunner.KIND);
        properties.set("metadata", metadata());
        properties.set("spec", of(root.at("/properties/spec")));
        properties.putObject("status").put("description", "What the operator says. It can't be written.");
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode metadata() {
        var metadata = JSON.objectNode().put("description", "Kubernetes' own: name, namespace, labels, annotations.");
        metadata.put("type", "object");
        var properties = metadata.putObject("properties");
        properties
                .putObject("name")
                .put("type", "string")
                .put("description", "At most 45 lower-case letters, digits and '-', e.g. demo.")
                .put("maxLength", 45);
        properties.putObject("namespace").put("type", "string").put("description", "Default: the context's.");
        for (var name : new String[] {"labels", "annotations"}) {
            properties
                    .putObject(name)
                    .put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "string");
        }
        return metadata;
    }

    private static ObjectNode of(JsonNode given) {
        var schema = JSON.objectNode();
        if (given.has("description")) {
            schema.set("description", given.get("description"));
        }
        if (given.path("x-kubernetes-int-or-string").asBoolean()) {
            schema.putArray("type").add("integer").add("string");
            return schema;
        }
        schema.set("type", given.path("type"));
        for (var keyword : new String[] {"enum", "maxLength", "maxItems", "maxProperties", "required"}) {
            if (given.has(keyword)) {
                schema.set(keyword, given.get(keyword));
            }
        }
        if (given.path("x-kubernetes-list-type").asText().equals("set")) {
            schema.put("uniqueItems", true);
        }
        if (given.has("items")) {
            schema.set("items", of(given.get("items")));
        }
        fields(given, schema);
        given.path("x-kubernetes-validations").forEach(rule -> rule(rule, schema));
        return schema;
    }

    private static void fields(JsonNode given, ObjectNode schema) {
        if (given.has("properties")) {
            var properties = schema.putObject("properties");
            given.path("properties")
                    .properties()
                    .forEach(field -> properties.set(field.getKey(), of(field.getValue())));
            schema.put("additionalProperties", false);
        } else if (given.path("additionalProperties").isObject()) {
            schema.set("additionalProperties", of(given.get("additionalProperties")));
        }
    }

    private static void rule(JsonNode rule, ObjectNode schema) {
        var text = rule.path("rule").asText();
        var pattern = MATCHES.matcher(text);
        var range = RANGE.matcher(text);
        if (pattern.matches()) {
            var isRaw = !pattern.group(1).isEmpty();
            schema.put("pattern", isRaw ? pattern.group(2) : pattern.group(2).replace("\\\\", "\\"));
            // Not of the draft; the editors that don't know it leave it out.
            schema.set("patternErrorMessage", rule.path("message"));
        } else if (range.matches()) {
            schema.put("minimum", Double.valueOf(range.group(1)).longValue());
            if (range.group(2) != null) {
                schema.put("maximum", Double.valueOf(range.group(2)).longValue());
            }
        }
    }
}
