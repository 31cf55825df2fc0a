package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether Kubernetes has the fields that our descriptions send the reader to. */
@Tag("cluster")
class EmbeddedTypesTest {
    private static final String REFERENCE = "kubectl explain ";

    @Test
    void kubectl_explains_what_the_descriptions_refer_to() throws IOException {
        var references = new TreeSet<String>();
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> {
            var description = schema.path("description").asText();
            if (description.contains(REFERENCE)) {
                references.add(description.substring(description.indexOf(REFERENCE) + REFERENCE.length()));
            }
        });
        var pod = schemas("/openapi/v3/api/v1");
        var policy = schemas("/openapi/v3/apis/networking.k8s.io/v1");
        assertThat(references).hasSizeGreaterThan(50).allSatisfy(reference -> assertThat(
                        reference.startsWith("pod.")
                                ? explains(pod, "io.k8s.api.core.v1.Pod", reference)
                                : explains(policy, "io.k8s.api.networking.v1.NetworkPolicy", reference))
                .as(reference)
                .isTrue());
    }

    private static JsonNode schemas(String document) throws IOException {
        var text = LocalCluster.up().kubectl("get", "--raw", document).orThrow();
        return new ObjectMapper().readTree(text).at("/components/schemas");
    }

    private static boolean explains(JsonNode schemas, String type, String reference) {
        var schema = schemas.path(type);
        for (var field : reference.substring(reference.indexOf('.') + 1).split("\\.", -1)) {
            schema =
                    resolve(schemas, resolve(schemas, schema).path("properties").path(field));
        }
        return !schema.isMissingNode();
    }

    /** Follows references and steps into lists. */
    private static JsonNode resolve(JsonNode schemas, JsonNode schema) {
        if (schema.has("allOf")) {
            return resolve(schemas, schema.get("allOf").get(0));
        }
        if (schema.has("$ref")) {
            var reference = schema.get("$ref").asText();
            return resolve(schemas, schemas.path(reference.substring(reference.lastIndexOf('/') + 1)));
        }
        return schema.has("items") ? resolve(schemas, schema.get("items")) : schema;
    }
}
