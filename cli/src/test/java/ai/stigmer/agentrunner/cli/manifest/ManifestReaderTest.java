package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.stigmer.agentrunner.cli.ApiServerManifests;
import ai.stigmer.agentrunner.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to a manifest, without an API server. */
class ManifestReaderTest {

    /** The very files that the API server's tests send, and its very words. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(ApiServerManifests.REFUSED)
    void what_the_api_server_refuses_is_refused(Path file) throws IOException {
        var text = Files.readString(file);
        assumeThat(text).as("a change of an object, which a file can't be").doesNotContain("\n---\n");
        var expected = ApiServerManifests.expected(text);
        assertThatThrownBy(() -> read(text)).isInstanceOf(Failure.class).hasMessageContaining(inOurWords(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(ApiServerManifests.ACCEPTED)
    void what_the_api_server_accepts_is_accepted(Path file) throws IOException {
        for (var document : ApiServerManifests.documents(file)) {
            assertThat(read(document)).isNotNull();
        }
    }

    @Test
    void tells_every_mistake_at_once_with_its_line() {
        assertThatThrownBy(() -> read("""
                        apiVersion: stigmer.ai/v1alpha1
                        kind: AgentRunner
                        metadata: {name: Demo}
                        spec:
                          verion: 1.4.2
                          replicas: many
                        """)).hasMessage("""
                        demo.yaml:3: metadata.name: write a name of lower-case letters, digits and '-', e.g. demo
                        demo.yaml:5: spec.verion: unknown field: write version
                        demo.yaml:6: spec.replicas: write a whole number instead of a text
                        demo.yaml:4: spec: write version (an image tag), image.digest or build: one of them says what to \
                        run""");
    }

    @Test
    void reads_secrets_and_configmaps_beside_the_agentrunners() {
        var manifests = read("""
                apiVersion: v1
                kind: Secret
                metadata: {name: openai}
                data: {api-key: c2stMQ==}
                stringData: {other: plain}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {level: debug}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                """);
        assertThat(manifests.configuration().secret("openai").orElseThrow()).containsKeys("api-key", "other");
        assertThat(manifests.configuration().secret("openai").orElseThrow().get("api-key"))
                .asString()
                .isEqualTo("sk-1");
        assertThat(manifests.configuration().configMap("settings")).isPresent();
        assertThat(manifests.ignored()).containsExactly("demo.yaml:12 Service web");
        assertThat(manifests.configuration().toString()).doesNotContain("sk-1", "plain");
    }

    @Test
    void never_repeats_a_value_which_may_be_a_key() {
        assertThatThrownBy(() -> read("""
                        apiVersion: stigmer.ai/v1alpha1
                        kind: AgentRunner
                        metadata: {name: demo}
                        spec: {version: 1.4.2, replicas: sk-secret}
                        """)).hasMessageNotContaining("sk-secret");
    }

    @Test
    void yes_is_a_boolean_as_for_kubectl() {
        assertThatThrownBy(() -> read("""
                        apiVersion: stigmer.ai/v1alpha1
                        kind: AgentRunner
                        metadata: {name: demo}
                        spec: {version: 1.4.2, env: [{name: A, value: yes}]}
                        """)).hasMessageContaining("spec.env[0].value: write a text");
    }

    @Test
    void two_agentrunners_of_one_name_are_refused() {
        var demo = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo, namespace: %s}
                spec: {version: 1.4.2}
                """;
        assertThatThrownBy(() -> read(demo.formatted("one") + "---\n" + demo.formatted("two")))
                .hasMessageContaining("is also the name of the AgentRunner at demo.yaml:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "a: b: c",
                "&a [*a]",
                "- just a list",
                "text",
                "kind: AgentRunner",
                "? {complex: key}\n: value",
                "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: a}\nspec: null",
                "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: [1]\nspec: {version: 1.0}",
                "apiVersion: stigmer.ai/v1\nkind: AgentRunner",
                "!!javax.script.ScriptEngineManager [x]",
                "kind: List\nitems: [{kind: List, items: []}]",
                "\u0000",
                "kind: ConfigMap\nmetadata: {name: a}\ndata: {../../escape: x}",
                "kind: ConfigMap\nmetadata: {name: a}\nbinaryData: {a: '%'}",
                "kind: Secret\nmetadata: {name: a}\ndata: {a: '%'}",
                "kind: Secret\nmetadata: {name: a}\nstringData: {a: {b: c}}",
            })
    void hostile_text_gets_a_sentence(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Failure.class).hasMessageStartingWith("demo.yaml");
    }

    @Test
    void aliases_that_grow_without_bound_get_a_sentence() {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 12; level++) {
            text.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(10)));
        }
        assertThatThrownBy(() -> read(text.toString())).isInstanceOf(Failure.class);
    }

    @Test
    void what_is_nested_too_deeply_gets_a_sentence() {
        assertThatThrownBy(() -> read("[".repeat(20_000) + "]".repeat(20_000))).isInstanceOf(Failure.class);
    }

    private static Manifests read(String text) {
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)));
    }

    /** The definition's sentences are the same; what the API server says by itself is said in other words. */
    private static String inOurWords(String expected) {
        return expected.replaceFirst("Invalid value: 0: ", "")
                .replaceFirst("^supported values: (.*)$", "write one of $1")
                .replaceFirst("Unsupported value: .*$", "write one of")
                .replaceFirst("Invalid value: .*$", "write a")
                .replaceFirst("Duplicate value: .*$", "")
                .replaceFirst("^unknown field (.*)$", "$1: unknown field")
                .replace("\"", "");
    }
}
