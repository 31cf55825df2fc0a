package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildJobRendererTest {

    @Test
    void files_of_the_manifest() throws IOException {
        verify(
                "inline",
                Builds.of(new BuildSource.Inline(new TreeMap<>(Map.of(
                        "Dockerfile",
                        "FROM python:3.11-slim\nCOPY app /app\n",
                        "app/main.py",
                        "print('$(HOME)')\n")))));
    }

    @Test
    void files_of_a_ConfigMap() throws IOException {
        verify("config-map", Builds.of(new BuildSource.ConfigMapFiles("files")));
    }

    @Test
    void a_private_repository() throws IOException {
        verify(
                "git",
                Builds.of(new BuildSource.Git(
                        "https://git.example.com/team/app", "main", Optional.of("worker"), Optional.of("git"))));
    }

    @Test
    void the_workers_own_files() throws IOException {
        verify("workspace", Builds.of(new BuildSource.WorkspaceFiles(Optional.of("image"))));
    }

    @Test
    void everything_that_can_be_asked_for() throws IOException {
        verify(
                "everything",
                Builds.inline("FROM scratch\n")
                        .with(
                                "images/Dockerfile",
                                "worker",
                                new TreeMap<>(Map.of("GREETING", "a,b = \"$(HOME)\"", "VERSION", "2")),
                                List.of(new BuildSpec.Secret("pip", "package-index", "token")),
                                List.of("linux/amd64", "linux/arm64"),
                                BuildSpec.Cache.REGISTRY)
                        .to(
                                new Output(
                                        "kind-registry:5000/demo",
                                        "localhost:5001/demo",
                                        "2.0",
                                        true,
                                        Optional.of("push")),
                                Map.of("org.opencontainers.image.version", "2.0")));
    }

    @Test
    void layers_can_be_kept_in_a_claim() {
        var job = Builds.inline("FROM scratch\n")
                .with("Dockerfile", "worker", new TreeMap<>(), List.of(), List.of(), BuildSpec.Cache.VOLUME);
        var state = podSpec(BuildJobRenderer.render(job.build(), Builds.BUILDER))
                .get("volumes")
                .get(2);
        assertThat(state.at("/persistentVolumeClaim/claimName").asText()).isEqualTo("demo-build-cache");
    }

    @Test
    void without_a_profile_nothing_is_said_of_seccomp_and_AppArmor() {
        assertThat(securityContext(SecurityProfile.UNSET)).isEqualTo(Yaml.parse("""
                allowPrivilegeEscalation: true
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL], add: [SETUID, SETGID]}
                """));
    }

    @Test
    void a_profile_of_the_node_is_named() {
        assertThat(securityContext(SecurityProfile.LOCALHOST)).isEqualTo(Yaml.parse("""
                allowPrivilegeEscalation: true
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL], add: [SETUID, SETGID]}
                seccompProfile: {type: Localhost, localhostProfile: buildkit.json}
                """));
    }

    @Test
    void a_repository_is_named_so_that_BuildKit_takes_it_for_one() {
        assertThat(context("https://git.example.com/a", "main", null)).isEqualTo("https://git.example.com/a.git#main");
        assertThat(context("https://git.example.com/a/", "main", "b"))
                .isEqualTo("https://git.example.com/a.git#main:b");
        assertThat(context("http://git.example.com/a.git", "v1", "b/c"))
                .isEqualTo("http://git.example.com/a.git#v1:b/c");
        assertThat(context("ssh://git@git.example.com/a", "100%", null))
                .isEqualTo("ssh://git@git.example.com/a#100%25");
        assertThat(context("git@git.example.com:a", "100%", null)).isEqualTo("git@git.example.com:a#100%");
    }

    private static String context(String url, String ref, @Nullable String subPath) {
        return GitContext.of(new BuildSource.Git(url, ref, Optional.ofNullable(subPath), Optional.empty()));
    }

    private static JsonNode securityContext(SecurityProfile profile) {
        var job = BuildJobRenderer.render(
                Builds.inline("FROM scratch\n").build(),
                new Builder("moby/buildkit:rootless", profile, "buildkit.json"));
        return podSpec(job).at("/containers/0/securityContext");
    }

    private static JsonNode podSpec(Job job) {
        return Yaml.tree(job).at("/spec/template/spec");
    }

    /** The script itself is left out of what is compared; build.sh is a file of its own. */
    private static void verify(String name, Builds builds) throws IOException {
        var job = Yaml.tree(BuildJobRenderer.render(builds.build(), Builds.BUILDER));
        var command = (ArrayNode) job.at("/spec/template/spec/containers/0/command");
        assertThat(command.get(2).asText().replace("$$", "$")).isEqualTo(Entrypoint.SCRIPT);
        command.set(2, "(build.sh)");
        var file = Path.of("src/test/resources/build-jobs", name + ".yaml");
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, Yaml.write(job));
        }
        assertThat(Yaml.write(job)).as("make generate writes %s", file).isEqualTo(Files.readString(file));
    }
}
