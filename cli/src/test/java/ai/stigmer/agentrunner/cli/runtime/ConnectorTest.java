package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding a runtime and agreeing on a version with it. */
class ConnectorTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void docker_29_is_spoken_to_in_the_lower_of_both_versions() throws IOException {
        try (var docker = new FakeDocker(FakeDocker.docker29())) {
            var runtime = docker.connect();
            assertThat(runtime.title()).isEqualTo("Docker 29.0.2");
            assertThat(runtime.apiVersion()).isEqualTo("1.44");
            assertThat(docker.requests()).containsExactly("GET /version", "GET /v1.44/info");
        }
    }

    @Test
    void rootless_runtimes_are_known() throws IOException {
        var podman = "{\"SecurityOptions\":[\"name=seccomp,profile=default\"],\"Rootless\":true}";
        var docker = "{\"SecurityOptions\":[\"name=seccomp,profile=default\",\"name=rootless\"]}";
        for (var info : List.of(podman, docker)) {
            try (var runtime = new FakeDocker(FakeDocker.docker29(), info)) {
                assertThat(runtime.connect().isRootless()).as(info).isTrue();
            }
        }
    }

    @Test
    void an_older_one_is_spoken_to_in_its_own() {
        assertThat(Connector.agree("1.41", "1.12")).isEqualTo("1.41");
        assertThat(Connector.agree("1.44", "1.24")).isEqualTo("1.44");
    }

    @Test
    void one_that_only_speaks_newer_ones_is_told() {
        assertThatThrownBy(() -> Connector.agree("1.60", "1.50")).hasMessageContaining("update agentrunner");
    }

    @Test
    void what_the_user_names_is_the_only_one_that_is_tried() {
        assertThatThrownBy(() -> Connector.connect(
                        endpoints(Map.of("DOCKER_HOST", "unix://" + home + "/no.sock")), Optional.empty()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_RUNTIME))
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("nothing else was tried");
    }

    @Test
    void without_any_the_command_that_starts_one_is_told() {
        assertThatThrownBy(() -> Connector.connect(List.of(), Optional.empty()))
                .hasMessageContaining("no container runtime answers")
                .hasMessageContaining("start Docker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Linux | sudo systemctl start docker, or Podman's socket with systemctl --user start podman.socket",
                "Mac OS X | start Docker Desktop, or Podman with podman machine start",
                "Windows 11 | start Docker Desktop, or Podman with podman machine start",
            })
    void each_system_has_its_own_way(String system, String way) {
        assertThat(NoRuntime.sentence(List.of(), Optional.empty(), false, system))
                .contains(way);
    }

    @Test
    void certificates_that_are_missing_are_told() {
        var environment = Map.of(
                "DOCKER_HOST", "tcp://127.0.0.1:1", "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", home.toString());
        assertThatThrownBy(() -> Connector.connect(endpoints(environment), Optional.empty()))
                .hasMessageContaining("ca.pem, cert.pem, key.pem, are not all in " + home);
    }

    @Test
    void they_are_looked_for_in_a_fixed_order() {
        var found = endpoints(Map.of("HOME", "/home/jo", "XDG_RUNTIME_DIR", "/run/user/1000"));
        assertThat(found)
                .extracting(endpoint -> endpoint.host().toString())
                .containsExactly(
                        "unix:///var/run/docker.sock",
                        "unix:///run/user/1000/docker.sock",
                        "unix:///home/jo/.docker/run/docker.sock",
                        "unix:///home/jo/.docker/desktop/docker.sock",
                        "unix:///run/podman/podman.sock",
                        "unix:///run/user/1000/podman/podman.sock",
                        "unix:///home/jo/.local/share/containers/podman/machine/podman.sock");
    }

    @Test
    void the_docker_context_in_use_comes_first() throws IOException {
        var meta = home.resolve(".docker/contexts/meta/")
                .resolve("00e13ed7af55b27622f1d6eab5bec0147e68efe28dc2b12461117afa1a5ed40e");
        Files.createDirectories(meta);
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"work\"}");
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"work\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://work:2375\"}}}");
        assertThat(endpoints(Map.of("USERPROFILE", home.toString())).getFirst().origin())
                .as("on Windows")
                .isEqualTo("docker context work");
        var first = endpoints(Map.of("HOME", home.toString())).getFirst();
        assertThat(first.host()).isEqualTo(URI.create("tcp://work:2375"));
        assertThat(first.origin()).isEqualTo("docker context work");
    }

    @Test
    void an_address_that_is_none_is_told() {
        assertThatThrownBy(() -> endpoints(Map.of("DOCKER_HOST", "localhost:2375")))
                .hasMessage("DOCKER_HOST localhost:2375 is no address: write e.g. unix:///var/run/docker.sock or"
                        + " tcp://HOST:2376");
        assertThatThrownBy(() -> endpoints(Map.of("DOCKER_HOST", "ssh://jo@build")))
                .hasMessageContaining("forward its socket");
    }

    private static List<Endpoint> endpoints(Map<String, String> environment) {
        return new Endpoints(environment).candidates(Optional.empty(), Optional.empty());
    }
}
