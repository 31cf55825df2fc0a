package ai.stigmer.agentrunner.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Test
    @Timeout(60)
    void what_it_has_started_ends_with_it() {
        var ends = new ArrayList<Runnable>();
        var started = new ArrayList<ProcessHandle>();
        Program.follow(
                List.of("sh", "-c", "sleep 317 & echo started; wait"),
                Map.of(),
                line -> {
                    ProcessHandle.current()
                            .descendants()
                            .filter(handle ->
                                    handle.info().commandLine().orElse("").contains("sleep 317"))
                            .forEach(started::add);
                    ends.getFirst().run();
                },
                ends::add);
        assertThat(started).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
    }
}
