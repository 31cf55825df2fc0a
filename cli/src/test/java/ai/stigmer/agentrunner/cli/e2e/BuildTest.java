package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images of spec.build, from each source. */
class BuildTest extends RuntimeTest {
    private static final String DOCKERFILE =
            "FROM " + StandInImage.REPOSITORY + ":" + StandInImage.VERSION + "\nCOPY note /note\n";

    @AfterEach
    void leave_no_image() {
        var containers = new Containers(runtime);
        containers.find(name).ifPresent(container -> containers.remove(container.id()));
        runtime.client().listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Stream::of))
                .filter(tag -> tag.startsWith("localhost/agentrunner/" + name))
                .forEach(tag ->
                        runtime.client().removeImageCmd(tag).withForce(true).exec());
    }

    @Test
    void an_image_is_built_once_for_the_same_inputs() {
        var inline = """
                args: {COLOR: green, DOCKER_CONFIG: ./nowhere, LD_PRELOAD: ./nowhere.so}
                source:
                  inline:
                    files:
                      Dockerfile: |
                        FROM %s:%s
                        ARG COLOR
                        LABEL color=$COLOR
                        COPY note /note
                      note: built here
                """.formatted(StandInImage.REPOSITORY, StandInImage.VERSION);
        var manifest = manifest(inline);
        var first = agentrunner.call("run", manifest).orThrow();
        assertThat(first.err())
                .contains("building localhost/agentrunner/" + name)
                .contains("uses images built in the cluster, allowed here");
        assertThat(note()).isEqualTo("built here");
        assertThat(agentrunner.call("run", manifest).orThrow().err()).doesNotContain("building");

        var failed = agentrunner.call("run", manifest(inline.replace("COPY note", "COPY not-there")));
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err())
                .as("-Dbuilder names the program")
                .contains("BuildFailed: " + System.getProperty("builder", ""))
                .contains("not-there");
        assertThat(new Containers(runtime).find(name).orElseThrow().state().isRunning())
                .as("what runs stays")
                .isTrue();
        noFilesAreLeft();
    }

    @Test
    void a_folder_is_built_again_when_its_files_change() throws IOException {
        var app = Files.createDirectories(folder.resolve("work/app"));
        Files.writeString(app.resolve("Dockerfile"), DOCKERFILE);
        Files.writeString(app.resolve("note"), "one");
        Files.setAttribute(folder.resolve("work"), "unix:mode", 0777);
        var workspace = folder.resolve("work").toString();
        var manifest = manifest("source: {workspace: {subPath: app}}");
        agentrunner.call("run", "--workspace", workspace, manifest).orThrow();
        assertThat(note()).isEqualTo("one");
        assertThat(agentrunner
                        .call("run", "--workspace", workspace, manifest)
                        .orThrow()
                        .out())
                .contains("runs already, unchanged");
        Files.writeString(app.resolve("note"), "two");
        assertThat(agentrunner
                        .call("run", "--workspace", workspace, manifest)
                        .orThrow()
                        .out())
                .contains("runs, replaced");
        assertThat(note()).isEqualTo("two");
    }

    @Test
    void a_git_repository_is_fetched_with_the_users_own_git() throws IOException {
        var repository = Files.createDirectory(folder.resolve("repository"));
        Files.createDirectory(repository.resolve("app"));
        Files.writeString(repository.resolve("app/Dockerfile"), DOCKERFILE);
        Files.writeString(repository.resolve("app/note"), "from git");
        Files.createSymbolicLink(repository.resolve("elsewhere"), Path.of("/etc"));
        git(repository, "init", "--quiet", "--initial-branch", "main");
        git(repository, "add", "--all");
        git(repository, "-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "--quiet", "-m", "first");
        var environment = Map.of(
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "url.file://" + repository + ".insteadOf",
                "GIT_CONFIG_VALUE_0", "https://git.example.com/worker.git");
        var source = "source: {git: {url: \"https://git.example.com/worker.git\", subPath: app}}";
        agentrunner.callWith(environment, "run", manifest(source)).orThrow();
        assertThat(note()).isEqualTo("from git");
        assertThat(agentrunner
                        .callWith(environment, "run", manifest(source))
                        .orThrow()
                        .err())
                .contains("main of https://git.example.com/worker.git was built before");

        assertThat(agentrunner
                        .callWith(environment, "run", manifest(source.replace("subPath: app", "ref: not-there")))
                        .err())
                .contains("BuildFailed: not-there of https://git.example.com/worker.git can't be fetched")
                .contains("couldn't find remote ref not-there");
        assertThat(agentrunner
                        .callWith(environment, "run", manifest(source.replace("app", "elsewhere")))
                        .err())
                .contains("elsewhere leads out of the files of the build");
        noFilesAreLeft();
    }

    @Test
    void a_config_map_of_the_file_is_built() {
        var manifest = manifest(
                "source: {configMap: {name: files}}", """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: files}
                data:
                  Dockerfile: |
                    FROM %s:%s
                    COPY note /note
                  note: from a ConfigMap
                """.formatted(StandInImage.REPOSITORY, StandInImage.VERSION));
        agentrunner.call("run", manifest).orThrow();
        assertThat(note()).isEqualTo("from a ConfigMap");
    }

    @Test
    void a_secret_is_mounted_or_the_build_refused_where_there_is_no_buildkit() {
        var manifest = manifest("""
                secrets: [{id: npm, secretKeyRef: {name: npm, key: token}}]
                source:
                  inline:
                    files:
                      Dockerfile: |
                        FROM %s:%s
                        RUN --mount=type=secret,id=npm wc -c </run/secrets/npm >/note
                """.formatted(StandInImage.REPOSITORY, StandInImage.VERSION));
        var result =
                agentrunner.callWith(Map.of("TOKEN", "sk-build"), "run", "--from-env", "npm/token=TOKEN", manifest);
        assertThat(result.toString()).doesNotContain("sk-build");
        if (result.err().contains("BuildKit")) {
            assertThat(result.err())
                    .contains("spec.build.secrets and RUN --mount in Dockerfile can only be done with BuildKit");
        } else {
            result.orThrow();
            assertThat(note()).isEqualTo("8\n");
        }
        noFilesAreLeft();
    }

    @Test
    void ctrl_c_ends_the_build_and_deletes_its_files() {
        var manifest = manifest("""
                source:
                  inline:
                    files:
                      Dockerfile: |
                        FROM %s:%s
                        RUN sleep 300
                """.formatted(StandInImage.REPOSITORY, StandInImage.VERSION));
        var process = agentrunner.start(Map.of(), "run", manifest);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> agentrunner.written(process).contains("RUN sleep"));
        var programs = process.descendants().toList();
        assertThat(programs).as("the builder").isNotEmpty();
        process.destroy();
        var result = agentrunner.finish(process);
        assertThat(result.err()).doesNotContain("Error", "\tat ");
        assertThat(programs).noneMatch(ProcessHandle::isAlive);
        assertThat(new Containers(runtime).find(name)).isEmpty();
        assertThat(new Images(runtime).id("localhost/agentrunner/" + name)).isEmpty();
        noFilesAreLeft();
    }

    private String note() {
        return agentrunner.call("exec", name, "--", "cat", "/note").orThrow().out();
    }

    private String manifest(String build) {
        return manifest(build, "");
    }

    private String manifest(String build, String others) {
        return agentrunner
                .manifest("built", """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  command: [%s]
                  probes: {readiness: {exec: {command: [%s, health]}}}
                  build:
                %s
                %s""".formatted(
                                name, StandInImage.COMMAND, StandInImage.COMMAND, build.indent(4), others))
                .toString();
    }

    /** Those of the build, the secrets above all. */
    private void noFilesAreLeft() {
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    private static void git(Path repository, String... arguments) {
        var command = Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(arguments))
                .toList();
        var result = Program.run(command, "");
        assertThat(result.exitCode()).as(List.copyOf(command) + result.errors()).isZero();
    }
}
