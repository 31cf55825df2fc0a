package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.Failure;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML, where each value of it is, and what is said to what is none; that it means what it means to kubectl, YamlTest says. */
class YamlReaderTest {

    private static YamlDocument read(String text) {
        return YamlReader.read("demo.yaml", text).getFirst();
    }

    @Test
    void a_file_has_as_many_aliases_as_it_likes() {
        var text = IntStream.range(0, 500)
                .mapToObj(i -> "k" + i + ": *a\n")
                .collect(Collectors.joining("", "k: &a {b: [c]}\n", ""));
        assertThat(read(text).tree().at("/k499/b/0").asText()).isEqualTo("c");
    }

    @Test
    void a_value_is_where_it_is_used_and_what_is_in_it_where_it_is_written() {
        var document = read("""
                base: &base
                  env: [a]
                  replicas: 1
                spec:
                  <<: *base
                  replicas: 2
                list:
                - *base
                """);
        assertThat(document.place(".spec.replicas")).isEqualTo(new Place(6, 3));
        assertThat(document.place(".spec.env[0]")).isEqualTo(new Place(2, 9));
        assertThat(document.place(".list[0]")).isEqualTo(new Place(8, 3));
        assertThat(document.place(".list[0].replicas")).isEqualTo(new Place(3, 3));
    }

    @Test
    void an_item_of_a_list_is_a_document_with_places_of_its_own() {
        var items = read("{kind: List, items: [{a: 1}, {a: 2}]}").items();
        assertThat(items.get(1).place(".a.b")).isEqualTo(new Place(1, 31));
        assertThat(items.get(1).place("")).isEqualTo(new Place(1, 30));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: *b               | there is no &b before *b
                    a: &a {b: *a}       | &a contains itself
                    {a: {b: 1, b: 2}}   | a.b is there twice: remove one
                    [{a: 1, 'a': 2}]    | [0].a is there twice: remove one
                    {on: 1, true: 2}    | true is there twice: remove one
                    {? [a] : b}         | a key must be a text
                    {~: b}              | a key must be a text
                    {<<: 1}             | <<: write an alias of fields after it
                    a: !!int b          | a text is not what its tag says, tag:yaml.org,2002:int
                    a: .inf             | JSON has no .inf: write a number, or a text in quotes
                    """)
    void what_is_wrong_is_told(String text, String sentence) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Failure.class).hasMessage("demo.yaml:1: " + sentence);
    }
}
