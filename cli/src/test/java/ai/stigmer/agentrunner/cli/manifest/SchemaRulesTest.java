package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No condition of the CustomResourceDefinition is forgotten. */
class SchemaRulesTest {

    @Test
    void every_condition_of_the_definition_is_known_and_no_other() {
        var conditions = new TreeSet<String>();
        collect(Schema.Definition.ROOT, conditions);
        // Those about a former version of the object: files have none.
        conditions.removeIf(condition -> condition.contains("oldSelf"));
        assertThat(SchemaRules.known()).containsExactlyInAnyOrderElementsOf(conditions);
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
}
