package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One of Stigmer's other workers (docs/workers.md), whose image {@code -Dupstream} names, with a real Temporal. */
@EnabledIfSystemProperty(named = "upstream", matches = ".+:.+")
class UpstreamTest extends RuntimeTest {
    private final String image = System.getProperty("upstream", "");
    private final int port = LocalTemporal.freePort();

    @Test
    void it_is_ready_once_it_is_connected_and_keeps_its_files() throws IOException {
        try (var _ = LocalTemporal.start(port, folder)) {
            assertThat(agentrunner.call("run", manifest("")).orThrow().out()).startsWith(name + " runs: " + image);
            assertThat(in("id -u; echo kept >/workspace/kept")).isEqualTo("1000\n");
            assertThat(agentrunner
                            .call("run", manifest("env: [{name: LOG_LEVEL, value: INFO}]"))
                            .orThrow()
                            .out())
                    .contains("runs, replaced");
            assertThat(in("cat /workspace/kept; find /tmp -type f")).isEqualTo("kept\n");
            agentrunner.call("stop", name).orThrow();
        }
    }

    @Test
    void without_a_temporal_its_last_words_are_told() {
        var result = agentrunner.call("run", "--timeout", "60", manifest(""));
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("CrashLooping", "its last lines:");
    }

    private String in(String script) {
        return agentrunner
                .call("exec", name, "--", "sh", "-c", script)
                .orThrow()
                .out();
    }

    private String manifest(String more) {
        int colon = image.lastIndexOf(':');
        return agentrunner
                .manifest("upstream", """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  version: "%s"
                  image: {repository: %s}
                  temporal: {address: "localhost:%d", taskQueue: %s}
                  llm: {provider: ollama, baseURL: "http://localhost:11434"}
                  probes: {check: TemporalConnection}
                  %s
                """.formatted(
                                name, image.substring(colon + 1), image.substring(0, colon), port, name, more))
                .toString();
    }
}
