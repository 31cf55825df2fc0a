package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The worker's own image, which -Dworker names, with a real Temporal, of the program that -Dtemporal names. */
@EnabledIfSystemProperty(named = "worker", matches = ".+:.+")
class WorkerTest extends RuntimeTest {
    private final String image = System.getProperty("worker", "");
    private final int port = LocalTemporal.freePort();

    @Test
    void it_lives_a_whole_life() throws IOException {
        try (var _ = LocalTemporal.start(port, folder)) {
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
        }
    }

    @Test
    void what_the_readme_says_to_type_works() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        var written = between(readme, "```yaml\n", "```");
        agentrunner.manifest(
                "agentrunner",
                written.replace("name: demo", "name: " + name)
                        .replace("temporal.example.com:7233", "localhost:" + port));
        var version = between(written, "version: ", " ");
        runtime.client()
                .tagImageCmd(image, "ghcr.io/stigmer/agent-runner", version)
                .exec();
        var typed = between(readme.substring(readme.indexOf("## Without a cluster")), "```sh\nmake cli", "```")
                .lines()
                .filter(line -> line.startsWith("agentrunner "))
                .map(line -> line.replaceFirst("^agentrunner ", "")
                        .replaceFirst(" +#.*", "")
                        .replace("demo", name))
                .toList();
        assertThat(typed).extracting(line -> line.replaceFirst(" .*", "")).containsExactly("run", "ps", "logs", "rm");
        try (var _ = LocalTemporal.start(port, folder)) {
            for (var line : typed) {
                var process = agentrunner.start(Map.of("ANTHROPIC_API_KEY", "sk-readme"), line.split(" "));
                if (line.startsWith("logs -f ")) {
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> !agentrunner.written(process).isBlank());
                    process.destroy();
                    agentrunner.finish(process);
                } else {
                    agentrunner.finish(process).orThrow();
                }
            }
        }
        assertThat(new Volumes(runtime).workspaces(name)).as("it stays").hasSize(1);
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
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
}
