package ai.stigmer.agentrunner.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "exit code 1", "ärger, 漢字, עברית", "👩‍💻 at work", "one\ntwo"})
    void what_people_write_stays(String text) {
        assertThat(PlainText.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\u001b[31mred\u001b[0m' | red",
                "'\u009b31mred' | red",
                "'\u001b]0;title\u0007text' | text",
                "'\u001b]8;;https://a\u001b\\link' | link",
                "'\u001b]never ends' | 'never ends'",
                "'\u001bcreset' | reset",
                "'a\u0000b\u0008c\u007fd\u0090e' | abcde",
                "'invoice\u202efdp.exe' | invoicefdp.exe",
                "'a\u2066b\u2069c\u200ed\u061ce' | abcde",
                "'soft\u00adware\ufeff' | software",
                "'1 %\r50 %\r100 %' | '1 %\n50 %\n100 %'",
                "'a\r\nb\u2028c\u0085d\u000be' | 'a\nb\nc\nd\ne'",
                "'a\tb' | 'a b'"
            })
    void what_a_terminal_acts_on_does_not(String text, String plain) {
        assertThat(PlainText.of(text)).isEqualTo(plain);
    }

    @Test
    void half_a_character_is_replaced() {
        assertThat(PlainText.of("a\ud83db")).isEqualTo("a\ufffdb");
    }

    @Property
    void nothing_is_left_to_clean(@ForAll String text) {
        var plain = PlainText.of(text);
        assertThat(PlainText.of(plain)).isEqualTo(plain);
        assertThat(plain.codePoints().filter(c -> c != '\n').filter(Character::isISOControl))
                .isEmpty();
    }

    @Test
    void of_others_no_more_is_read_than_anybody_is_shown() {
        assertThat(PlainText.ofOthers("it: " + "x".repeat(1_000_000) + " is too long"))
                .hasSize(PlainText.MOST_CHARACTERS + 1)
                .startsWith("it: x")
                .contains("x…x")
                .endsWith("x is too long");
    }

    @Test
    void a_line_of_a_log_is_one() {
        assertThat(PlainText.oneLine("first \n\n second")).isEqualTo("first | second");
    }
}
