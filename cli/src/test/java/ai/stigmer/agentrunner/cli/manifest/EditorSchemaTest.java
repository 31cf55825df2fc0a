package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ApiServerManifests;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor with that schema says, here by an implementation of JSON Schema. */
class EditorSchemaTest {
    private static final com.networknt.schema.Schema EDITOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(EditorSchema.tree());

    /** At a document's root: what an autoscaler scales is named by its kind, too. */
    private static final Pattern RUNNER = Pattern.compile("(?m)^kind: AgentRunner$");

    /** {@code -Dgolden.update} writes it instead of comparing it. */
    @Test
    void the_charts_copy_is_the_printed_one() throws IOException {
        var file = Repository.root().resolve("helm/agentrunner-operator/files/agentrunner.schema.json");
        var text = Json.text(EditorSchema.tree()) + "\n";
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file))
                .as("%s is out of date: run make generate and commit it", file.getFileName())
                .isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(ApiServerManifests.ACCEPTED)
    void nothing_is_said_of_what_the_api_server_accepts(Path file) throws IOException {
        for (var document : ApiServerManifests.documents(file).stream()
                .filter(text -> RUNNER.matcher(text).find())
                .toList()) {
            assertThat(errors(document)).isEmpty();
        }
    }

    /** By what an editor can know; the rest is the conditions'. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_needs_no_condition_is_told(Path file) throws IOException {
        assertThat(errors(Files.readString(file))).isNotEmpty();
    }

    static Stream<Path> refused() {
        return Stream.of(
                        "access-mode-unknown",
                        "build-retries-negative",
                        "digest-too-short",
                        "env-value-a-number",
                        "llm-temperature-in-words",
                        "llm-temperature-too-high",
                        "network-mode-unknown",
                        "replicas-too-many",
                        "unknown-field",
                        "version-a-number",
                        "version-with-repository")
                .map(name -> Repository.root()
                        .resolve("crds/generator/src/test/resources/invalid")
                        .resolve(name + ".yaml"));
    }

    @Test
    void fields_are_described() {
        assertThat(EditorSchema.tree()
                        .at("/properties/spec/properties/workspace/properties/claim/properties/retention/description")
                        .asText())
                .isNotEmpty();
    }

    private static List<Error> errors(String text) {
        JsonNode tree = YamlReader.read("demo.yaml", text).getFirst().tree();
        return EDITOR.validate(tree);
    }
}
