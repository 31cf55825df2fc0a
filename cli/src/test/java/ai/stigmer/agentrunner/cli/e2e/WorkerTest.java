package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The worker's own image, which -Dworker names, with a real Temporal, of the program that -Dtemporal names. */
@EnabledIfSystemProperty(named = "worker", matches = ".+:.+")
class WorkerTest extends RuntimeTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String image = System.getProperty("worker", "");
    private final int port = freePort();

    @Test
    void it_lives_a_whole_life() throws IOException {
        var temporal = temporal();
        try {
            var manifest = manifest("");
            assertThat(agentrunner.call("run", manifest).orThrow().out()).startsWith(name + " runs: " + image);
            assertThat(agentrunner.call("run", manifest).orThrow().out()).contains("runs already, unchanged");
            assertThat(agentrunner
                            .call("exec", name, "--", "agent-runner", "health")
                            .exit())
                    .isZero();
            assertThat(agentrunner
                            .call("exec", name, "--", "sh", "-c", "id -u; echo kept >/workspace/notes")
                            .orThrow()
                            .out())
                    .isEqualTo("1000\n");

            var changed = manifest("env: [{name: LOG_LEVEL, value: debug}]");
            assertThat(agentrunner.call("run", changed).orThrow().out()).contains("runs, replaced");
            agentrunner.call("stop", name).orThrow();
            assertThat(agentrunner.call("logs", "--tail", "5", name).orThrow().err())
                    .as("it drains")
                    .contains("Everything was finished or handed back");
            agentrunner.call("start", name).orThrow();
            assertThat(agentrunner
                            .call("exec", name, "--", "cat", "/workspace/notes")
                            .orThrow()
                            .out())
                    .isEqualTo("kept\n");
            agentrunner.call("rm", "--volumes", "--yes", name).orThrow();
            assertThat(new Volumes(runtime).workspaces(name)).isEmpty();

            assertThat(agentrunner
                            .call("image", "test", manifest)
                            .orThrow()
                            .out()
                            .lines())
                    .hasSize(7)
                    .allMatch(line -> line.startsWith("ok "));
        } finally {
            temporal.destroy();
        }
    }

    @Test
    void without_a_temporal_its_check_says_so() {
        var result = agentrunner.call("run", "--timeout", "15", manifest(""));
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("its health check says: The worker is not connected to Temporal")
                .contains("host.docker.internal:" + port);
    }

    private String manifest(String more) {
        int colon = image.lastIndexOf(':');
        return agentrunner
                .manifest("worker", """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  version: %s
                  image: {repository: %s}
                  temporal: {address: "localhost:%d", taskQueue: %s}
                  llm: {provider: ollama, baseURL: "http://localhost:11434"}
                  %s
                """.formatted(
                                name, image.substring(colon + 1), image.substring(0, colon), port, name, more))
                .toString();
    }

    private Process temporal() throws IOException {
        var server = new ProcessBuilder(
                        System.getProperty("temporal", "temporal"),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "0.0.0.0",
                        "--port",
                        String.valueOf(port),
                        "--log-level",
                        "error")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(this::answers);
        return server;
    }

    private boolean answers() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
