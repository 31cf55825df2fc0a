package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a runtime has under a name: Docker and Podman also answer with what only begins so. */
class NamesTest {
    private static final String DEMO = FakeDocker.container("demo", 0, "{}");

    private final FakeDocker docker;
    private final ContainerRuntime runtime;

    NamesTest() throws IOException {
        docker = new FakeDocker(FakeDocker.docker29());
        runtime = docker.connect();
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void a_container_whose_ID_begins_so_is_another_one() {
        docker.answer("GET /containers/4f66/json", 200, DEMO);
        docker.answer(
                "GET /containers/cafe/json", 500, "{\"message\":\"multiple IDs found with provided prefix: cafe\"}");
        assertThat(new Containers(runtime).find("4f66")).isEmpty();
        assertThat(new Containers(runtime).find("cafe")).isEmpty();
    }

    @Test
    void a_container_is_found_by_its_name_or_its_whole_ID() {
        docker.answer("GET /containers/demo/json", 200, DEMO);
        docker.answer(
                "GET /containers/json",
                200,
                "[{\"Id\":\"1234\",\"Names\":[\"/other/cafe\"]},{\"Id\":\"" + FakeDocker.ID
                        + "\",\"Names\":[\"/cafe\"]}]");
        for (var name : new String[] {"demo", "cafe", FakeDocker.ID}) {
            assertThat(new Containers(runtime).find(name)).as(name).isPresent();
        }
    }

    @Test
    void a_volume_whose_name_begins_so_is_another_one() {
        runtime.client()
                .createVolumeCmd()
                .withName("demo-workspace-of-mine")
                .withLabels(Map.of("a", "b"))
                .exec();
        var volumes = new Volumes(runtime);
        docker.answer("GET /volumes/demo-workspace", 200, "{\"Name\":\"demo-workspace-of-mine\"}");
        assertThat(volumes.labels("demo-workspace")).isEmpty();
        assertThat(volumes.labels("demo-workspace-of-mine")).contains(Map.of("a", "b"));
        assertThat(volumes.remove("demo-workspace")).isTrue();
        assertThat(docker.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }
}
