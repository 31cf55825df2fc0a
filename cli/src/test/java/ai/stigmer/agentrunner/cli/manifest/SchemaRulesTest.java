package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.Folder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written in Java says the same as the definition's own text, evaluated, and no condition is forgotten. */
class SchemaRulesTest {
    private static final CelConditions CEL = new CelConditions();

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "A",
            "a.b",
            "-a",
            "a-",
            "a b",
            "a/b",
            "/a",
            "/",
            "//",
            "/tmp",
            "/tmp/",
            "/tmp/a",
            "/.",
            "a:1",
            "a@b",
            "..",
            "a/../b",
            "1",
            "0",
            "-1",
            "1Gi",
            "1e3",
            "1e30",
            "1e300",
            "0.0000000001",
            "+5",
            "5.",
            ".5",
            ".",
            "1.5.",
            "0Gi",
            "-0",
            "00",
            "1K",
            "1k",
            "1i",
            "10%",
            "100%",
            "101%",
            "1%",
            "%",
            "linux/amd64",
            "linux/arm/v7",
            "linux",
            "\n",
            "a\n",
            "\u00fc",
            "https://a/b",
            "http://[::1]:80/b",
            "https://a",
            "https://a/b?c",
            "https://u:p@a/b",
            "git@a:b",
            "ssh://git@a/b",
            "a:b",
            "sha256:" + "0a".repeat(32),
            "sha256:0",
            "x".repeat(45),
            "x".repeat(64),
            "x".repeat(129),
            "K=V",
            "a=b",
            "1_000");

    private final Set<String> asked = new HashSet<>();

    @Test
    void every_condition_of_the_definition_is_known_and_no_other() {
        var conditions = new TreeSet<String>();
        collect(Schema.Definition.ROOT, conditions);
        // Those about a former version of the object: files have none.
        conditions.removeIf(condition -> condition.contains("oldSelf"));
        assertThat(SchemaRules.known()).containsExactlyInAnyOrderElementsOf(conditions);
    }

    /** What is longer no condition is asked about: an expression could take long, or more stack than there is. */
    @Test
    void a_text_that_a_condition_looks_at_has_a_longest_length() {
        assertThat(texts(Schema.Definition.ROOT))
                .isNotEmpty()
                .allMatch(schema -> schema.path("maxLength").asInt() > 0);
    }

    private static Stream<JsonNode> texts(JsonNode schema) {
        var isOne = schema.path("type").asText().equals("string") && schema.has("x-kubernetes-validations");
        return Stream.concat(
                isOne ? Stream.of(schema) : Stream.of(), schema.valueStream().flatMap(SchemaRulesTest::texts));
    }

    private static void collect(JsonNode schema, Set<String> conditions) {
        schema.path("x-kubernetes-validations")
                .forEach(rule -> conditions.add(rule.path("rule").asText()));
        schema.forEach(child -> {
            if (child.isContainerNode()) {
                collect(child, conditions);
            }
        });
    }

    private void assertSame(String rule, JsonNode schema, JsonNode self) {
        assertThat(SchemaRules.holds(rule, self)).as("%s of %s", rule, self).isEqualTo(CEL.holds(rule, self, schema));
        asked.add(rule);
    }

    @Test
    void all_manifests_of_the_repository_are_judged_alike() throws IOException {
        var files = Stream.of("crds/generator/src/test/resources/valid", "crds/generator/src/test/resources/invalid")
                .flatMap(folder -> Folder.list(folder).stream())
                .toList();
        for (var file : files) {
            for (var document : documents(file)) {
                compare(NullFields.removed(document.tree(), Schema.Definition.ROOT), Schema.Definition.ROOT);
            }
        }
        assertThat(asked).containsAll(SchemaRules.known());
    }

    /** Wherever the value has the schema's type. */
    private void compare(JsonNode value, JsonNode schema) {
        if (!SchemaType.isOf(value, schema)) {
            return;
        }
        schema.path("x-kubernetes-validations")
                .forEach(rule -> assertSame(rule.path("rule").asText(), schema, value));
        value.properties().forEach(field -> compare(field.getValue(), SchemaType.ofField(field.getKey(), schema)));
        if (value.isArray()) {
            value.forEach(item -> compare(item, schema.path("items")));
        }
    }

    private static List<YamlDocument> documents(Path file) throws IOException {
        return YamlReader.read(file.toString(), Files.readString(file));
    }

    @Test
    void any_value_is_judged_alike() {
        tryValues(Schema.Definition.ROOT.at("/properties/spec"));
        assertThat(asked).hasSizeGreaterThan(40);
    }

    /** Values of the schema's type, and objects of which each field is absent, or has such a value. */
    private void tryValues(JsonNode schema) {
        for (var rule : schema.path("x-kubernetes-validations")) {
            var text = rule.path("rule").asText();
            values(schema)
                    .filter(value -> Structure.check(value, schema).isEmpty())
                    .forEach(value -> assertSame(text, schema, value));
        }
        schema.path("properties").forEach(this::tryValues);
        tryIfThere(schema.path("items"));
        tryIfThere(schema.path("additionalProperties"));
    }

    private void tryIfThere(JsonNode schema) {
        if (schema.isObject()) {
            tryValues(schema);
        }
    }

    private static Stream<JsonNode> values(JsonNode schema) {
        var json = JsonNodeFactory.instance;
        var type = schema.path("type").asText();
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return Stream.concat(
                    TEXTS.stream().map(json::textNode), Stream.of(-1, 0, 1, 100).map(json::numberNode));
        }
        return switch (type) {
            case "string" -> TEXTS.stream().map(json::textNode);
            case "integer" ->
                Stream.of(-1, 0, 1, 10, 11, 20, 21, 1000, 1001, 86400, 86401).map(json::numberNode);
            case "number" -> Stream.of(-0.1, 0.0, 1.5, 2.0, 2.1).map(json::numberNode);
            case "object" -> objects(schema);
            case "boolean" -> Stream.of(json.booleanNode(true));
            default -> Stream.of(json.arrayNode());
        };
    }

    private static Stream<JsonNode> objects(JsonNode schema) {
        var others = schema.path("additionalProperties");
        if (others.isObject()) {
            return TEXTS.stream().flatMap(key -> values(others)
                    .map(value -> JsonNodeFactory.instance.objectNode().set(key, value)));
        }
        var names = schema.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
        return names.stream().flatMap(one -> names.stream().map(other -> {
            var object = JsonNodeFactory.instance.objectNode();
            schema.path("required").forEach(name -> object.set(name.asText(), first(schema, name.asText())));
            object.set(one, first(schema, one));
            object.set(other, first(schema, other));
            return (JsonNode) object;
        }));
    }

    private static JsonNode first(JsonNode schema, String name) {
        var field = schema.path("properties").path(name);
        return values(field).skip(name.length() % 3).findFirst().orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
