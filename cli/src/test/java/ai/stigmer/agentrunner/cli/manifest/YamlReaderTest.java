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
    void what_replaces_a_merge_or_is_replaced_by_one_has_its_own_place() {
        var document = read("""
                own:
                  <<:
                    args: [1]
                  args:
                  - 2
                first:
                  <<:
                  - env:
                    - a
                  - env: [b]
                  - last: c
                merged:
                  args: [1]
                  <<:
                    args: [2]
                """);
        assertThat(document.place(".own.args[0]")).isEqualTo(new Place(5, 5));
        assertThat(document.place(".first.env[0]")).isEqualTo(new Place(9, 7));
        assertThat(document.place(".first.last")).isEqualTo(new Place(11, 5));
        assertThat(document.place(".merged.args[0]")).isEqualTo(new Place(15, 12));
    }

    @Test
    void names_may_have_dots_and_brackets() {
        var document = read("a.b: {'c[0].d': [e]}\na: {b: f}\n");
        assertThat(document.place(".a.b.c[0].d[0]")).isEqualTo(new Place(1, 18));
        assertThat(document.place(".a.b")).isEqualTo(new Place(1, 1));
        assertThat(document.place(".a.x")).isEqualTo(new Place(2, 1));
    }

    @Test
    void a_number_that_is_a_name_is_written_as_go_writes_it() {
        assertThat(read("{1e39: a, -1e39: b, 1.50: c, 0x10: d, 1e7: e}").tree().fieldNames())
                .toIterable()
                .containsExactly(".inf", "-.inf", "1.5", "16", "1e+07");
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
                    a: !!binary a       | !!binary: write base64 after it
                    {"a": 1e400}        | this number is too large for JSON
                    a: .inf             | JSON has no .inf: write a number, or a text in quotes
                    """)
    void what_is_wrong_is_told(String text, String sentence) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Failure.class).hasMessage("demo.yaml:1: " + sentence);
    }
}
