package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A container's output, and commands in it. */
class StreamsTest {
    private final FakeDocker docker;
    private final Streams streams;

    StreamsTest() throws IOException {
        docker = new FakeDocker(FakeDocker.docker29());
        streams = new Streams(docker.connect());
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void logs_end_where_nobody_reads_them() {
        var pipe = new Pipe();
        streams.logs(
                FakeDocker.ENDLESS,
                true,
                Optional.empty(),
                new PrintStream(pipe, true, StandardCharsets.UTF_8),
                OutputStream.nullOutputStream());
        assertThat(pipe.taken).isEqualTo("line\n");
    }

    @Test
    void a_command_whose_end_the_runtime_does_not_know_has_not_succeeded() {
        docker.answer("GET /exec/exec/json", 200, "{\"Running\":true}");
        assertThatThrownBy(() -> exec(OutputStream.nullOutputStream()))
                .isInstanceOf(Failure.class)
                .hasMessage("the runtime doesn't say how ls ended");
        var unread = new PrintStream(new Pipe(), true, StandardCharsets.UTF_8);
        unread.println("line");
        unread.println("line");
        assertThat(exec(unread)).as("as a shell has it with a broken pipe").isEqualTo(141);
    }

    @Test
    void a_question_that_can_not_be_asked_is_answered_with_why() {
        docker.answer("POST /exec/exec/start", 400, "{\"message\":\"exec: ls: not found\"}");
        var output = new ByteArrayOutputStream();
        assertThat(streams.ask(FakeDocker.ID, List.of("ls"), output)).isEqualTo(127);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("exec: ls: not found");
    }

    private int exec(OutputStream out) {
        return streams.exec(FakeDocker.ID, List.of("ls"), null, out, OutputStream.nullOutputStream());
    }

    /** Whose reader goes after the first line. */
    private static final class Pipe extends OutputStream {
        private String taken = "";

        @Override
        public void write(int letter) throws IOException {
            if (taken.endsWith("\n")) {
                throw new IOException("Broken pipe");
            }
            taken += (char) letter;
        }
    }
}
