package ai.stigmer.agentrunner.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A pull on a terminal and in a pipe. */
class PullProgressTest {
    private static final String LAYER = "143c52e78d6f";

    @Test
    void a_pipe_gets_a_line_for_what_is_complete_or_tried_again() {
        assertThat(shown(false))
                .isEqualTo("143c52e78d6f broke off, the runtime tries it again\n143c52e78d6f Pull complete\n");
    }

    @Test
    void a_terminal_gets_a_bar_that_is_drawn_over() {
        assertThat(shown(true))
                .contains("Downloading  [===============               ] 1.0 MB/2.0 MB")
                .contains("\u001b[1A");
    }

    private static String shown(boolean terminal) {
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (var progress = new PullProgress(new Console(stream, stream, terminal, false))) {
            progress.show("", "Pulling from library", 0, 0);
            progress.show(LAYER, "Downloading", 1_000_000, 2_000_000);
            progress.show(LAYER, "Retrying in 2 seconds", 0, 0);
            progress.show(LAYER, "Retrying in 1 second", 0, 0);
            progress.show(LAYER, "Pull complete", 0, 0);
        }
        return err.toString(StandardCharsets.UTF_8);
    }
}
