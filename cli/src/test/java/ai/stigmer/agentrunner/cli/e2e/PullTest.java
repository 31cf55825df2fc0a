package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.RuntimeKind;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that have to be pulled, from registries of every kind. */
class PullTest extends RuntimeTest {
    private static final String USER = "e2e";
    private static final String PASSWORD = "sk-registry";

    private ImageRegistry registry;

    PullTest() throws IOException {
        // Content that no other test has, so that the runtime has no layer of it.
        registry = new ImageRegistry(
                List.of(StandInImage.archive(busybox(), name), StandInImage.incompressible(4_000_000, name)));
    }

    @BeforeEach
    void the_runtime_takes_it() {
        if (runtime.kind() == RuntimeKind.DOCKER) {
            return;
        }
        var image = ImageRegistry.ADDRESS + "/" + name + ":1.1.0";
        var refused = catchThrowable(() -> new Images(runtime).pull(image, Optional.empty(), progress -> {}));
        assumeThat(refused).as("Podman's configuration names it as insecure").isNull();
        removeImage(image);
    }

    @AfterEach
    void leave_no_image() {
        var containers = new Containers(runtime);
        containers.list().stream()
                .filter(container -> container.name().startsWith(name))
                .forEach(container -> containers.remove(container.id()));
        runtime.client().listImagesCmd().exec().stream()
                .flatMap(PullTest::tags)
                .filter(tag -> tag.startsWith(ImageRegistry.ADDRESS))
                .forEach(this::removeImage);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void its_layers_are_told_as_they_come() {
        var result = agentrunner.call("run", manifest("demo")).orThrow();
        assertThat(result.err()).contains("pulling " + ImageRegistry.ADDRESS);
        assertThat(result.out()).contains(name + "-demo runs: " + ImageRegistry.ADDRESS);
        assertThat(agentrunner.call("run", manifest("demo")).orThrow().err()).doesNotContain("pulling");
    }

    @Test
    void a_terminal_gets_bars_and_a_spinner_and_a_pipe_gets_lines() {
        assumeThat(Program.isThere("script")).isTrue();
        var terminal = agentrunner.callInTerminal(Map.of("TERM", "xterm"), "run", manifest("demo"));
        agentrunner.call("rm", "--volumes", "--yes", name + "-demo").orThrow();
        removeImage(ImageRegistry.ADDRESS + "/" + name + ":1.1.0");
        var pipe = agentrunner.call("run", manifest("demo")).orThrow();

        assertThat(terminal.exit()).as(terminal.out()).isZero();
        assertThat(terminal.out()).contains("\u001b[2K").containsPattern("[0-9a-f]{12} +Pull");
        assertThat(pipe.err()).containsPattern("(?m)^[0-9a-f]{12} ").doesNotContain("\u001b", "\r");
        assertThat(pipe.out()).doesNotContain("\u001b", "\r");
        var said = terminal.out().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
        assertThat(said).doesNotContain("\u001b");
        pipe.out().lines().forEach(line -> assertThat(said).contains(line));
        pipe.err().lines().filter(line -> line.startsWith("Next:")).forEach(line -> assertThat(said)
                .contains(line));

        var color = Map.of("TERM", "xterm", "NO_COLOR", "");
        assertThat(agentrunner.callInTerminal(color, "logs", "nobody").out()).contains("\u001b[31mError:");
        assertThat(agentrunner
                        .callInTerminal(Map.of("NO_COLOR", "1"), "logs", "nobody")
                        .out())
                .startsWith("Error: there is no AgentRunner nobody");
        assertThat(agentrunner.call("logs", "nobody").err()).startsWith("Error: there is no AgentRunner nobody");
    }

    @Test
    void a_pull_that_is_cut_leaves_nothing_and_can_be_run_again() {
        registry.handOut(ImageRegistry.Manner.CUT);
        var cut = agentrunner.call("run", manifest("demo"));
        assertThat(cut.exit()).isEqualTo(1);
        assertThat(cut.err()).contains("can't be pulled").doesNotContain("\tat ", "mistake of agentrunner");
        nothingIsLeft("demo");
        registry.handOut(ImageRegistry.Manner.WHOLE);
        agentrunner.call("run", manifest("demo")).orThrow();
    }

    @Test
    void ctrl_c_ends_a_pull_that_stalls() {
        registry.handOut(ImageRegistry.Manner.STALLED);
        var process = agentrunner.start(Map.of(), "run", manifest("demo"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> agentrunner.written(process).contains("pulling"));
        process.destroy();
        var result = agentrunner.finish(process);
        assertThat(result.err()).doesNotContain("Error", "\tat ");
        nothingIsLeft("demo");
    }

    @Test
    void a_runtime_that_is_stopped_in_a_pull_is_told() throws IOException {
        registry.handOut(ImageRegistry.Manner.STALLED);
        try (var relay = new Relay(runtime.endpoint())) {
            var process = agentrunner.start(Map.of("DOCKER_HOST", relay.host()), "run", manifest("demo"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> agentrunner.written(process).contains("pulling"));
            relay.cut();
            var result = agentrunner.finish(process);
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).contains("run it again").doesNotContain("\tat ", "mistake of agentrunner");
        }
        nothingIsLeft("demo");
    }

    @Test
    void credentials_come_from_config_json_a_helper_or_the_file() throws IOException {
        registry.demand(USER, PASSWORD);
        var none = agentrunner.callWith(config("{}"), "run", manifest("demo"));
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("ImagePullFailed", "it needs credentials", "docker login");
        nothingIsLeft("demo");

        var login = auths(USER, PASSWORD);
        agentrunner.callWith(config(login), "run", manifest("login")).orThrow();
        leave_no_image();

        var wrong = agentrunner.callWith(config(auths(USER, "sk-wrong")), "run", manifest("demo"));
        assertThat(wrong.err()).contains("the registry refuses the credentials").doesNotContain("sk-wrong");

        agentrunner.callWith(helper(), "run", manifest("helper")).orThrow();
        assertThat(folder.resolve("asked")).content().isEqualTo(ImageRegistry.ADDRESS);
        leave_no_image();

        var secret = """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: registry}
                type: kubernetes.io/dockerconfigjson
                data: {.dockerconfigjson: %s}
                """.formatted(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        var manifest = text("secret").replace("image: {", "image: {pullSecrets: [{name: registry}], ") + secret;
        agentrunner
                .callWith(
                        config("{}"),
                        "run",
                        agentrunner.manifest("secret", manifest).toString())
                .orThrow();
    }

    private static String auths(String user, String password) {
        return "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
                .formatted(ImageRegistry.ADDRESS, ImageRegistry.basic(user, password));
    }

    /** Docker's own, in a folder of this test. */
    private Map<String, String> config(String text) throws IOException {
        var docker = Files.createDirectories(folder.resolve("docker"));
        Files.writeString(docker.resolve("config.json"), text);
        return Map.of("DOCKER_CONFIG", docker.toString());
    }

    private Map<String, String> helper() throws IOException {
        var programs = Files.createDirectories(folder.resolve("bin"));
        var program = Files.writeString(programs.resolve("docker-credential-e2e"), """
                #!/bin/sh
                [ "$1" = get ] || exit 2
                cat >%s
                echo '{"ServerURL": "%s", "Username": "%s", "Secret": "%s"}'
                """.formatted(
                        folder.resolve("asked"), ImageRegistry.ADDRESS, USER, PASSWORD));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Map.of(
                "DOCKER_CONFIG",
                config("{\"credsStore\": \"e2e\"}").get("DOCKER_CONFIG"),
                "PATH",
                programs + ":" + System.getenv("PATH"));
    }

    private void nothingIsLeft(String suffix) {
        assertThat(new Containers(runtime).find(name + "-" + suffix)).isEmpty();
        assertThat(new Containers(runtime).find(name + "-" + suffix + ".next")).isEmpty();
        assertThat(new Volumes(runtime).workspaces(name + "-" + suffix)).isEmpty();
        assertThat(new Images(runtime).id(ImageRegistry.ADDRESS + "/" + name + ":1.1.0"))
                .isEmpty();
    }

    private String manifest(String suffix) {
        return agentrunner.manifest(suffix, text(suffix)).toString();
    }

    private String text(String suffix) {
        return runner(name + "-" + suffix, "").replace(StandInImage.REPOSITORY, ImageRegistry.ADDRESS + "/" + name);
    }

    private void removeImage(String tag) {
        try {
            runtime.client().removeImageCmd(tag).withForce(true).exec();
        } catch (DockerException e) {
            assertThat(new Images(runtime).id(tag)).as(e.getMessage()).isEmpty();
        }
    }

    private static Stream<String> tags(Image image) {
        return image.getRepoTags() == null ? Stream.of() : Stream.of(image.getRepoTags());
    }

    private static byte[] busybox() throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("busybox", "/bin/busybox")));
    }
}
