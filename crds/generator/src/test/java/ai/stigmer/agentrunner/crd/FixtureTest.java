package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manifests of src/test/resources leave nothing of the API out. */
class FixtureTest {
    @Test
    void every_rule_has_a_manifest_that_breaks_it() {
        var messages = new TreeSet<String>();
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> schema.path("x-kubernetes-validations")
                .forEach(rule -> messages.add(rule.get("message").asText())));
        var expected = Fixture.of("invalid").map(Fixture::expected).collect(Collectors.joining("\n"));
        assertThat(messages).isNotEmpty().allSatisfy(message -> assertThat(expected)
                .contains(message));
    }

    @Test
    void every_field_is_used_by_a_valid_manifest() throws IOException {
        var fields = new TreeSet<String>();
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> {
            if (path.startsWith("spec.")
                    && !path.endsWith("]")
                    && !path.endsWith("}")
                    && (EmbeddedTypes.ORIGIN.containsKey(path)
                            || EmbeddedTypes.origin(path).isEmpty())) {
                fields.add(path);
            }
        });
        var used = new TreeSet<String>();
        for (var fixture : Fixture.of("valid").toList()) {
            for (var document : fixture.documents()) {
                collect("", new YAMLMapper().readTree(document), used);
            }
        }
        assertThat(used).containsAll(fields);
    }

    private static void collect(String path, JsonNode node, Set<String> used) {
        node.properties().forEach(field -> {
            var child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            used.add(child);
            collect(child, field.getValue(), used);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(path + "[]", element, used));
        }
    }
}
