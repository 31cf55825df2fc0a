package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of files, and how. */
class ValidateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String VALID = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec:
              version: 1.4.2
            """;

    private static final String MISTYPED = VALID.replace("1.4.2", "1.10") + "  replica: 2\n";

    @Test
    void a_valid_file_ends_with_0_and_says_how_many_there_were() {
        var result = Calls.call(VALID, "validate", "-");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("1 AgentRunner: 0 errors, 0 warnings\n");
    }

    @Test
    void each_finding_has_its_place_the_api_servers_words_and_the_fix() {
        var result = Calls.call(MISTYPED, "validate", "-");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "-:5:3: error: AgentRunner demo: spec.version: Invalid value: \"number\": spec.version in body must"
                                + " be of type string: \"number\" [wrong-type]\n    write a text (in quotes where it looks like"
                                + " something else) instead of 1.10\n")
                .contains("-:6:3: error: AgentRunner demo: strict decoding error: unknown field \"spec.replica\""
                        + " [unknown-field]\n    unknown field: write replicas\n");
        assertThat(result.err()).isEqualTo("1 AgentRunner: 2 errors, 1 warning\n");
    }

    @Test
    void one_file_that_is_no_yaml_hides_no_other(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), VALID + "  env: [\n");
        Files.writeString(folder.resolve("b.yaml"), MISTYPED);
        assertThat(Calls.call("", "validate", folder.toString()).out())
                .contains("a.yaml:7:1: error: this is no YAML")
                .contains("b.yaml:6:3: error: ");
    }

    @Test
    void a_warning_is_an_error_where_it_should_be() {
        var key = VALID + "  env:\n  - {name: A, value: b}\n  - {name: OPENAI_API_KEY, value: sk-1}\n";
        var lenient = Calls.call(key, "validate", "-");
        assertThat(lenient.exit()).isZero();
        assertThat(lenient.out()).contains("-:8:5: warning: AgentRunner demo: spec.env OPENAI_API_KEY holds a key");
        assertThat(Calls.call(key, "validate", "--warnings-as-errors", "-").exit())
                .isEqualTo(1);
    }

    @Test
    void what_the_installation_allows_is_no_error(@TempDir Path folder) throws IOException {
        var host = VALID + "  network: {mode: Host}\n";
        var refused = Calls.call(host, "validate", "-");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("-:6:13: error: ", "spec.network.mode Host is not allowed", "[NotAllowed]");
        var values = Files.writeString(folder.resolve("values.yaml"), "policy: {allowHostNetwork: true}\n");
        assertThat(Calls.call(host, "validate", "--policy", values.toString(), "-")
                        .exit())
                .isZero();
    }

    @Test
    void other_objects_are_left_out_and_near_ones_are_not() {
        assertThat(Calls.call("{apiVersion: v1, kind: Service, metadata: {name: a}}", "validate", "-")
                        .exit())
                .isZero();
        var other = Calls.call(VALID.replace("v1alpha1", "v1"), "validate", "-");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.out()).contains("no matches for kind \"AgentRunner\" in version \"stigmer.ai/v1\"");
    }

    @Test
    void lists_and_merge_keys_are_read_as_kubectl_reads_them() {
        var result = Calls.call("""
                apiVersion: v1
                kind: List
                items:
                - apiVersion: stigmer.ai/v1alpha1
                  kind: AgentRunner
                  metadata: {name: one}
                  spec: &spec {version: 1.4.2, replicas: 010}
                - apiVersion: stigmer.ai/v1alpha1
                  kind: AgentRunner
                  metadata: {name: two}
                  spec: {<<: *spec, replicas: 1.5}
                """, "validate", "-");
        assertThat(result.out())
                .contains("-:7:32: warning: AgentRunner one: spec.replicas 8 share")
                .contains("-:11:21: error: AgentRunner two: spec.replicas: Invalid value");
        assertThat(result.err()).contains("2 AgentRunners: 1 error");
    }

    @Test
    void after_a_thousand_errors_the_other_documents_are_counted() {
        var result = Calls.call("a: 1\n---\n".repeat(20_000), "validate", "-");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).containsPattern("error: and [0-9]+ more documents, not looked at");
        assertThat(result.out().lines().count()).isBetween(2000L, 6000L);
    }

    @Test
    void warnings_are_never_too_many() {
        var warned = VALID + "  env: [{name: A_TOKEN, value: secret}]\n---\n";
        var result = Calls.call(warned.repeat(1500), "validate", "-");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("1500 AgentRunners: 0 errors, 1500 warnings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate -", "render -", "run --dry-run -"})
    void what_is_said_is_in_lines_of_its_own_whatever_it_repeats(String command) {
        for (var line : List.of("  \"b\\n::error::c\": 1\n", "  \"\\n::error::c\": 1\n  \"\\n::error::c\": 2\n")) {
            var result = Calls.call(VALID + line, command.split(" "));
            assertThat(result.exit()).isNotZero();
            assertThat(result.out() + result.err()).contains("::error::c").doesNotContainPattern("(?m)^\\s*::");
        }
    }

    @Test
    void json_and_sarif_are_what_programs_read() throws JsonProcessingException {
        var json = JSON.readTree(
                Calls.call(MISTYPED, "validate", "-o", "json", "-").out());
        assertThat(json.path("errors").asInt()).isEqualTo(2);
        assertThat(json.at("/findings/1/field").asText()).isEqualTo("spec.version");
        assertThat(json.at("/findings/1/line").asInt()).isEqualTo(5);
        var sarif = JSON.readTree(
                Calls.call(MISTYPED, "validate", "-o", "sarif", "-").out());
        assertThat(sarif.at("/runs/0/results/1/ruleId").asText()).isEqualTo("wrong-type");
        assertThat(sarif.at("/runs/0/results/1/locations/0/physicalLocation/region/startColumn")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void github_gets_annotations_of_one_line() {
        assertThat(Calls.call(MISTYPED, "validate", "-o", "github", "-").out().lines())
                .allMatch(line -> line.startsWith("::error file=-,line=") || line.startsWith("::warning file=-,line="))
                .anyMatch(
                        line -> line.contains("title=wrong-type::spec.version: Invalid value") && line.contains("%0A"));
    }

    @Test
    void a_password_in_an_address_is_not_repeated() {
        var result = Calls.call(
                VALID + "  build: {source: {git: {url: \"https://user:hunter2@example.com/a\"}}}\n", "validate", "-");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("spec.build.source.git.url").doesNotContain("hunter2");
    }
}
