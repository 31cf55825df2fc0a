package ai.stigmer.agentrunner.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One line while something takes its time. */
class SpinnerTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void a_terminal_shows_as_much_of_it_as_fits_into_one_row() {
        try (var spinner = spinner(true)) {
            spinner.show("building \u001b[32mgreen\u001b[0m\r\u0007");
        }
        assertThat(written()).isEqualTo("\r\u001b[2K\u001b[?7l| building green\u001b[?7h\r\u001b[2K");
    }

    @Test
    void a_pipe_gets_a_line_for_each_change() {
        try (var spinner = spinner(false)) {
            spinner.show("one");
            spinner.show("one");
            spinner.show("two \u001b[1mbold\u001b[0m");
        }
        assertThat(written()).isEqualTo("one\ntwo bold\n");
    }

    private Spinner spinner(boolean isTerminal) {
        var stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Spinner(new Console(stream, stream, isTerminal, false));
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
