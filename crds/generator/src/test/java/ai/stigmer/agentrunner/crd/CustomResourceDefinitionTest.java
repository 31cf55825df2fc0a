package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionTest {
    /** What a client-side apply may keep in its annotation. */
    private static final int APPLY_LIMIT_BYTES = 256 * 1024;

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
        assertThat(new ObjectMapper().writeValueAsBytes(Definition.make())).hasSizeLessThan(APPLY_LIMIT_BYTES);
        assertThat(Repository.root()
                        .resolve("manifests/crd/agentrunners.yaml")
                        .toFile()
                        .length())
                .isLessThan(APPLY_LIMIT_BYTES);
    }

    @Test
    void every_field_has_a_description() {
        var bare = new TreeSet<String>();
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> {
            var named = !path.endsWith("[]") && !path.endsWith("{}") && !path.equals("metadata");
            if (named && schema.path("description").asText().isBlank()) {
                bare.add(path);
            }
        });
        assertThat(bare).isEmpty();
    }

    @Test
    void the_spec_has_no_defaults_of_its_own() {
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> {
            if (path.startsWith("spec")) {
                assertThat(schema.has("default")).as(path).isFalse();
            }
        });
    }

    /** Whoever compares two such lists looks for each element of one in the other. */
    @Test
    void every_list_that_is_merged_by_key_has_a_bound() {
        var unbounded = new TreeSet<String>();
        Schema.walk(Definition.schema(Definition.make()), (path, schema) -> {
            var isMerged = Set.of("map", "set")
                    .contains(schema.path("x-kubernetes-list-type").asText());
            if (path.startsWith("spec.") && isMerged && !schema.has("maxItems")) {
                unbounded.add(path);
            }
        });
        assertThat(unbounded).isEmpty();
    }
}
