package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The runtime's daemon is killed. -Ddaemon names the file that has its process ID; somebody starts it again. */
@EnabledIfSystemProperty(named = "daemon", matches = ".+")
class KilledDaemonTest extends RuntimeTest {
    @Test
    void it_is_told_and_the_next_run_brings_all_back() throws IOException {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var daemon = ProcessHandle.of(Long.parseLong(Files.readString(Path.of(System.getProperty("daemon", "")))
                        .strip()))
                .orElseThrow();
        runIsToldOfStop(Map.of(), daemon::destroyForcibly);
        assertThat(agentrunner.call("ps").exit()).as("nothing answers yet").isEqualTo(3);

        await().atMost(Duration.ofMinutes(1)).until(() -> agentrunner.call("ps").exit() == 0);
        var again =
                agentrunner.call("run", agentrunner.manifest("demo", runner("")).toString());
        assertThat(again.orThrow().out()).contains("runs, replaced");
        assertThat(runs()).as("with its workspace").isGreaterThanOrEqualTo(3);
        assertThat(new Containers(runtime)
                        .list().stream().filter(container -> container.name().startsWith(name)))
                .hasSize(1);
    }
}
