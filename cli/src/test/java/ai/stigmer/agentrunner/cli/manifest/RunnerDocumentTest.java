package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class RunnerDocumentTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void every_field_of_the_definition_is_read_as_without_lazy_deserializers() throws JsonProcessingException {
        var document =
                JSON.objectNode().put("apiVersion", AgentRunner.API_VERSION).put("kind", AgentRunner.KIND);
        document.putObject("metadata").put("name", "demo").put("namespace", "agents");
        var spec = sample(RunnerDocument.schema().at("/properties/spec"));
        document.set("spec", spec);
        var mapper = new JsonMapper();
        var read = mapper.valueToTree(RunnerDocument.runner(document, "other"));
        assertThat(read).isEqualTo(mapper.valueToTree(mapper.treeToValue(document, AgentRunner.class)));
        assertThat(count(read.path("spec"))).isGreaterThan(1000).isEqualTo(count(spec));
    }

    /** A value with every field that it may have. */
    private static JsonNode sample(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return JSON.textNode("1");
        }
        return switch (schema.path("type").asText()) {
            case "object" -> fields(schema);
            case "array" -> JSON.arrayNode().add(sample(schema.path("items")));
            case "boolean" -> JSON.booleanNode(true);
            case "integer" -> JSON.numberNode(1);
            case "number" -> JSON.numberNode(1.5);
            default -> JSON.textNode(schema.at("/enum/0").asText("1"));
        };
    }

    private static JsonNode fields(JsonNode schema) {
        var object = JSON.objectNode();
        schema.path("properties").properties().forEach(field -> object.set(field.getKey(), sample(field.getValue())));
        if (schema.path("additionalProperties").isObject()) {
            object.set("any", sample(schema.path("additionalProperties")));
        }
        return object;
    }

    private static int count(JsonNode value) {
        return 1 + value.valueStream().mapToInt(RunnerDocumentTest::count).sum();
    }
}
