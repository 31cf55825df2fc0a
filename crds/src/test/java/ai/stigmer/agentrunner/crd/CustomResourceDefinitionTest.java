package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.Golden;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionTest {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    /** What a client-side apply may keep in its annotation. */
    private static final int APPLY_LIMIT_BYTES = 256 * 1024;

    @Test
    void the_checked_in_definition_is_the_generated_one() throws IOException {
        var header = "# Generated from the Java types in crds/. To change it: edit them, then make generate.\n";
        for (var file :
                List.of("manifests/crd/agentrunners.yaml", "helm/agentrunner-operator/files/agentrunners.yaml")) {
            Golden.verify(Repository.root().resolve(file), header + YAML.writeValueAsString(finished()));
        }
    }

    @Test
    void it_holds_nothing_that_the_API_does_not_know() throws IOException {
        var file = Repository.root().resolve("manifests/crd/agentrunners.yaml");
        assertThat(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class)
                        .getMetadata()
                        .getName())
                .isEqualTo("agentrunners.stigmer.ai");
    }

    @Test
    void it_fits_into_the_annotation_of_a_client_side_apply() throws IOException {
        assertThat(new ObjectMapper().writeValueAsBytes(finished())).hasSizeLessThan(APPLY_LIMIT_BYTES);
        assertThat(Repository.root()
                        .resolve("manifests/crd/agentrunners.yaml")
                        .toFile()
                        .length())
                .isLessThan(APPLY_LIMIT_BYTES);
    }

    @Test
    void every_field_has_a_description() throws IOException {
        var bare = new TreeSet<String>();
        Schema.walk(CrdFinish.schema(finished()), (path, schema) -> {
            var named = !path.endsWith("[]") && !path.endsWith("{}") && !path.equals("metadata");
            if (named && schema.path("description").asText().isBlank()) {
                bare.add(path);
            }
        });
        assertThat(bare).isEmpty();
    }

    @Test
    void the_spec_has_no_defaults_of_its_own() throws IOException {
        Schema.walk(CrdFinish.schema(finished()), (path, schema) -> {
            if (path.startsWith("spec")) {
                assertThat(schema.has("default")).as(path).isFalse();
            }
        });
    }

    static ObjectNode finished() throws IOException {
        return CrdFinish.finish(
                (ObjectNode) read("target/raw-crd/agentrunners.stigmer.ai-v1.yml"),
                read("src/test/resources/crd-frame.yaml"),
                read("src/test/resources/crd-embedded-rules.yaml"));
    }

    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(Files.readString(Repository.root().resolve("crds").resolve(file)));
    }
}
