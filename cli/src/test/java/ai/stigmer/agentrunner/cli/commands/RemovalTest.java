package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.process.RunLock;
import ai.stigmer.agentrunner.cli.runtime.FakeDocker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rm and down take away. */
class RemovalTest {
    private static final String DEMO = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec: {version: 1.4.2}
            """;

    private final FakeDocker docker;
    private final Path home;

    RemovalTest(@TempDir Path home) throws IOException {
        this.home = home;
        docker = new FakeDocker(FakeDocker.docker29());
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void nothing_is_removed_while_a_run_is_at_work() {
        docker.answer("GET /containers/demo/json", 200, container());
        workspace();
        var environment = Map.of("DOCKER_HOST", docker.host(), "HOME", home.toString());
        try (var _ = RunLock.take(environment, docker.host(), "demo").orElseThrow()) {
            var result = Calls.callWith(environment, "", "rm", "--volumes", "--yes", "demo");
            assertThat(result.exit()).isEqualTo(ExitCode.FAILED.number());
            assertThat(result.err()).contains("another agentrunner is at work on demo");
            assertThat(docker.requests()).noneMatch(request -> request.startsWith("DELETE"));
        }
        assertThat(Calls.callWith(environment, "", "rm", "--volumes", "--yes", "demo", "demo")
                        .exit())
                .isEqualTo(ExitCode.OK.number());
        assertThat(docker.volumes()).isEmpty();
    }

    @Test
    void down_takes_the_workspace_of_a_container_that_is_gone() {
        workspace();
        assertThat(Calls.callOn(docker, DEMO, "down", "-").err()).contains("none of them is here");
        assertThat(docker.volumes()).hasSize(1);
        assertThat(Calls.callOn(docker, DEMO, "down", "--volumes", "--yes", "-").out())
                .isEqualTo("volume demo-workspace deleted\n");
        assertThat(docker.volumes()).isEmpty();
    }

    private void workspace() {
        docker.connect()
                .client()
                .createVolumeCmd()
                .withName("demo-workspace")
                .withLabels(Map.of(
                        ContainerLabels.RUNNER,
                        "demo",
                        ContainerLabels.MANAGED_BY,
                        ContainerLabels.COMMAND,
                        ContainerLabels.COMPONENT,
                        "workspace"))
                .exec();
    }

    private static String container() {
        return FakeDocker.container(
                "demo", 0, "{\"" + ContainerLabels.MANAGED_BY + "\":\"" + ContainerLabels.COMMAND + "\"}");
    }
}
