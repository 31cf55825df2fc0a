package ai.stigmer.agentrunner.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgramTest {

    @Test
    @Timeout(60)
    void more_errors_than_a_pipe_holds_are_read_while_its_output_is_open() {
        var result = Program.run(List.of("sh", "-c", "head -c 300000 /dev/zero >&2; cat; exit 3"), "input");
        assertThat(result.errors()).hasSize(300_000);
        assertThat(result.output()).isEqualTo("input");
        assertThat(result.exitCode()).isEqualTo(3);
    }
}
