package ai.stigmer.agentrunner.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.Yaml;

/** What is written is read as the same tree, by readers of YAML 1.1 and of 1.2. */
class YamlWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "a b",
            "-",
            "--",
            "--liveness",
            "-a",
            "~",
            "null",
            "Null",
            "true",
            "True",
            "yes",
            "No",
            "on",
            "y",
            "=",
            "<<",
            "1",
            "01",
            "1.0",
            "1.4.2",
            "1_000",
            "1e3",
            "1E3",
            ".5",
            "+1",
            "0x1F",
            "0o7",
            "017",
            "12:30:45",
            "190:20:30",
            "e3",
            "2026-11-23",
            "2026-11-23T10:00:00Z",
            ".inf",
            "-.INF",
            ".NaN",
            "nan",
            "inf",
            "1Gi",
            "500m",
            "50%",
            "a: b",
            "a:b",
            "a:",
            ":a",
            "# a",
            "a #b",
            "a#b",
            "'",
            "\"",
            "\\",
            "{a}",
            "[a]",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "? a",
            "a,b",
            "a=b",
            "line\n",
            "one\ntwo",
            "one\n\ntwo\n",
            "\n",
            "\na",
            "a\n\n",
            " a\nb",
            "a \nb",
            "a\tb\nc",
            "tab\t",
            "\u0007bell\u001b[31m",
            "\u202eleft",
            "\ufeff",
            "\u2028",
            "\u0085",
            "\u00fc \u6f22 \ud83d\ude80",
            "x".repeat(300),
            "FROM a\nRUN b \\\n  && c\n",
            "--- a\n--- b",
            "...\n...",
            "# a\nb: c\n");

    @Test
    void a_text_is_read_as_the_same_text_wherever_it_stands() {
        for (var words : WORDS) {
            var tree = JsonNodeFactory.instance.objectNode();
            tree.put("value", words);
            tree.putArray("list").add(words).add(words);
            tree.putObject("object").put("key", words);
            tree.putArray("objects").addObject().put("first", words).put("second", words);
            tree.putArray("lists").addArray().add(words).add(1);
            tree.putObject("keys").put(words, 1);
            assertReadsAs(tree);
        }
    }

    @Test
    void what_is_no_text_is_read_as_such() throws JsonProcessingException {
        assertReadsAs(JSON.readTree("""
                {"a": 1, "b": -0.5, "c": true, "d": null, "e": {}, "f": [], "g": [[], {}, [[1, [2]]], {"h": [{"i": {}}]}]}
                """));
        assertReadsAs(JSON.readTree("[{\"a\": [1, {\"b\": 2}]}, []]"));
        assertReadsAs(JSON.readTree("{}"));
    }

    @Test
    void looks_like_what_kubectl_prints() throws JsonProcessingException {
        assertThat(YamlWriter.text(JSON.readTree("""
                {"kind": "Job", "spec": {"args": ["--a=b", "1"], "files": {"Dockerfile": "FROM a\\nRUN b\\n"},
                 "list": [{"name": "a", "value": "1.4.2"}, {"name": "b", "items": [{"key": "k"}]}]}}
                """))).isEqualTo("""
                        kind: Job
                        spec:
                          args:
                          - --a=b
                          - "1"
                          files:
                            Dockerfile: |
                              FROM a
                              RUN b
                          list:
                          - name: a
                            value: 1.4.2
                          - name: b
                            items:
                            - key: k
                        """);
    }

    private static void assertReadsAs(JsonNode tree) {
        var text = YamlWriter.text(tree);
        JsonNode ofYaml12 = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
        assertThat(ofYaml12).as("YAML 1.2: %s", text).isEqualTo(tree);
        JsonNode ofYaml11 = JSON.valueToTree(new Yaml().load(text));
        assertThat(ofYaml11).as("YAML 1.1: %s", text).isEqualTo(tree);
    }
}
