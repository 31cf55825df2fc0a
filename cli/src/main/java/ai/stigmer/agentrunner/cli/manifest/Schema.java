package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.manifest.Mistake.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Checks a document against the CustomResourceDefinition, as the API server does with strict validation. */
final class Schema {
    private static final String RESOURCE = "/agentrunners.json";
    private static final String RULES = "x-kubernetes-validations";

    private Schema() {}

    /** A sentence for each mistake, with file and line; empty: there is none. */
    static List<String> problems(YamlDocument document) {
        return mistakes(document.tree()).stream()
                .map(mistake -> document.position(mistake.path()) + ": "
                        + Sentence.of((mistake.path().isEmpty() ? "" : mistake.field() + ": ") + mistake.fix()))
                .toList();
    }

    /** Each mistake of it: first those of its structure, then those against the definition's conditions. */
    static List<Mistake> mistakes(JsonNode given) {
        return mistakes(given, mistake -> false);
    }

    /** The same as an API server has them, which asks for no condition where the structure doesn't bear it. */
    static List<Mistake> mistakesAsTold(JsonNode given) {
        return mistakes(given, mistake -> mistake.kind().hidesRules());
    }

    private static List<Mistake> mistakes(JsonNode given, Predicate<Mistake> hidesRules) {
        var tree = NullFields.removed(given, Definition.ROOT);
        var mistakes = new ArrayList<>(Structure.check(tree, Definition.ROOT));
        if (mistakes.stream().noneMatch(hidesRules)) {
            rules(tree, Definition.ROOT, "", mistakes);
        }
        return mistakes;
    }

    /** Reads the definition where it is first needed. */
    static final class Definition {
        static final JsonNode ROOT = read();

        private Definition() {}

        private static JsonNode read() {
            try (var stream = Objects.requireNonNull(Schema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
                return new JsonMapper().readTree(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of what is of the right type and no longer than it may be: the others are told already. */
    private static void rules(JsonNode value, JsonNode schema, String path, List<Mistake> mistakes) {
        if (!SchemaType.isOf(value, schema) || Structure.isTooLong(value, schema) || Structure.isStatus(path)) {
            return;
        }
        for (var entry : value.properties()) {
            var child = SchemaType.ofField(entry.getKey(), schema);
            rules(entry.getValue(), child, path + "." + entry.getKey(), mistakes);
        }
        if (value.isArray()) {
            var items = schema.path("items");
            for (int index = 0; index < value.size(); index++) {
                if (value.get(index).isContainerNode() || items.has(RULES)) {
                    rules(value.get(index), items, path + "[" + index + "]", mistakes);
                }
            }
        }
        for (var rule : schema.path(RULES)) {
            if (!SchemaRules.holds(rule.path("rule").asText(), value)) {
                var message = rule.path("message").asText();
                mistakes.add(new Mistake(
                        Kind.RULE, path, ServerWords.rule(YamlDocument.field(path), value, message), message));
            }
        }
    }
}
