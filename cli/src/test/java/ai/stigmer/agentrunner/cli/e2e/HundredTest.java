package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many AgentRunners in one file. */
class HundredTest extends RuntimeTest {
    private static final int COUNT = 100;

    @Test
    void all_of_them_run_and_go_again() {
        var all = IntStream.range(0, COUNT)
                .mapToObj(number -> runner(name + "-" + number, "resources: {limits: {memory: 64Mi}}"))
                .collect(Collectors.joining("---\n"));
        var manifest = agentrunner.manifest("hundred", all).toString();
        var first = agentrunner.call("run", manifest).orThrow();
        assertThat(first.out().lines())
                .hasSize(COUNT)
                .allMatch(line -> line.startsWith(name) && line.contains(" runs: "));
        assertThat(first.err().lines())
                .filteredOn(line -> line.startsWith("Next:"))
                .hasSize(1);
        assertThat(agentrunner.call("run", manifest).orThrow().out().lines())
                .hasSize(COUNT)
                .allMatch(line -> line.contains("runs already, unchanged"));
        assertThat(agentrunner
                        .call("down", "--volumes", "--yes", manifest)
                        .orThrow()
                        .out()
                        .lines())
                .filteredOn(line -> line.endsWith(" removed"))
                .hasSize(COUNT);
        assertThat(new Containers(runtime).list())
                .noneMatch(container -> container.name().startsWith(name));
    }
}
