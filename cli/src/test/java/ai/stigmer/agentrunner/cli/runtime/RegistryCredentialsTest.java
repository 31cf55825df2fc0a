package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is asked for which registry. */
class RegistryCredentialsTest {
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/stigmer/agent-runner:1.4.2, ghcr.io",
        "localhost:5001/demo, localhost:5001",
        "localhost/demo, localhost",
        "busybox, docker.io",
        "library/busybox, docker.io",
    })
    void the_registry_is_what_looks_like_a_host(String image, String registry) {
        assertThat(RegistryCredentials.registry(image)).isEqualTo(registry);
    }

    @Test
    void pull_secrets_of_the_manifest_win_over_config_json() throws IOException {
        config("{\"auths\":{\"ghcr.io\":{\"auth\":\"am86Y29uZmln\"}}}");
        var secret = Map.of(
                ".dockerconfigjson",
                "{\"auths\":{\"ghcr.io\":{\"username\":\"jo\",\"password\":\"secret\"}}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(credentials()
                        .of("ghcr.io/x/y:1", List.of(secret))
                        .orElseThrow()
                        .getPassword())
                .isEqualTo("secret");
        assertThat(credentials().of("ghcr.io/x/y:1", List.of()).orElseThrow().getPassword())
                .isEqualTo("config");
        assertThat(credentials().of("quay.io/x/y:1", List.of(secret))).isEmpty();
    }

    @Test
    void docker_hub_has_a_name_of_its_own() throws IOException {
        config("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"am86aHVi\"}}}");
        assertThat(credentials().of("busybox", List.of()).orElseThrow().getPassword())
                .isEqualTo("hub");
    }

    @Test
    void without_a_config_it_is_asked_without() {
        assertThat(credentials().of("ghcr.io/x/y:1", List.of())).isEmpty();
    }

    @Test
    void a_credential_helper_that_fails_is_told_and_one_that_knows_none_is_not() {
        var unknown = new Program.Result(1, "credentials not found in native keychain\n", "");
        assertThat(credentials().answer("docker-credential-pass", "ghcr.io", unknown))
                .isEmpty();
        assertThat(warnings).isEmpty();
        var locked = new Program.Result(1, "", "the keychain is locked\n");
        assertThat(credentials().answer("docker-credential-pass", "ghcr.io", locked))
                .isEmpty();
        assertThat(warnings)
                .containsExactly("docker-credential-pass fails, so ghcr.io is asked without credentials; it says:"
                        + " the keychain is locked");
    }

    private void config(String text) throws IOException {
        Files.writeString(folder.resolve("config.json"), text);
    }

    private RegistryCredentials credentials() {
        return new RegistryCredentials(Map.of("DOCKER_CONFIG", folder.toString()), warnings::add);
    }
}
