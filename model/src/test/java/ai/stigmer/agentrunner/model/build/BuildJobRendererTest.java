package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
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
        assertThat(securityContext(Confinement.of(SecurityProfile.UNSET))).isEqualTo(Yaml.parse("""
                allowPrivilegeEscalation: true
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL], add: [SETUID, SETGID]}
                """));
    }

    @Test
    void profiles_of_the_nodes_are_named_apart() {
        assertThat(securityContext(
                        new Confinement(SecurityProfile.LOCALHOST, Optional.of("buildkit.json"), Optional.empty())))
                .isEqualTo(Yaml.parse("""
                allowPrivilegeEscalation: true
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL], add: [SETUID, SETGID]}
                seccompProfile: {type: Localhost, localhostProfile: buildkit.json}
                """));
        assertThat(securityContext(
                                new Confinement(SecurityProfile.LOCALHOST, Optional.empty(), Optional.of("buildkit")))
                        .get("appArmorProfile"))
                .isEqualTo(Yaml.parse("{type: Localhost, localhostProfile: buildkit}"));
    }

    @Test
    void an_installation_says_where_builds_run_and_how_their_image_is_pulled() {
        var toleration =
                new TolerationBuilder().withKey("builds").withOperator("Exists").build();
        var placement = new Placement(Map.of("disk", "ssd"), List.of(toleration), List.of("mirror"));
        var builder = new Builder(
                "mirror.example.com/buildkit",
                Builds.BUILDER.confinement(),
                placement,
                new Quantity("1Gi"),
                List.of(),
                Builds.BUILDER.schedulingTimeout());
        var pod =
                podSpec(BuildJobRenderer.render(Builds.inline("FROM scratch\n").build(), builder));
        assertThat(pod.at("/nodeSelector")).isEqualTo(Yaml.parse("{disk: ssd}"));
        assertThat(pod.at("/tolerations")).isEqualTo(Yaml.parse("[{key: builds, operator: Exists}]"));
        assertThat(pod.at("/imagePullSecrets")).isEqualTo(Yaml.parse("[{name: mirror}]"));
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

    private static JsonNode securityContext(Confinement confinement) {
        var job = BuildJobRenderer.render(
                Builds.inline("FROM scratch\n").build(), Builds.BUILDER.confinedBy(confinement));
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
