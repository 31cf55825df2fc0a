package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The image commands. */
class ImageTest extends RuntimeTest {
    private static final String GOOD =
            """
            FROM %s:%s
            USER 1000:1000
            ENTRYPOINT ["%s"]
            """.formatted(StandInImage.REPOSITORY, StandInImage.VERSION, StandInImage.COMMAND);

    @AfterEach
    void leave_no_image() {
        runtime.client().listImagesCmd().exec().stream()
                .filter(image -> image.getRepoTags() != null)
                .flatMap(image -> Arrays.stream(image.getRepoTags()))
                .filter(tag -> tag.contains(name))
                .forEach(tag ->
                        runtime.client().removeImageCmd(tag).withForce(true).exec());
    }

    @Test
    void an_image_that_is_built_keeps_every_point_of_the_contract() {
        var manifest = manifest(GOOD);
        var tag = "localhost/" + name + ":dev";
        assertThat(agentrunner
                        .call("image", "build", "--tag", tag, manifest)
                        .orThrow()
                        .out())
                .isEqualTo(tag + "\n");
        assertThat(new Images(runtime).id(tag)).isPresent();
        var result = agentrunner.call("image", "test", manifest).orThrow();
        assertThat(result.out().lines())
                .allMatch(line -> line.startsWith("ok "))
                .hasSize(7);
        assertThat(result.out()).contains("user: USER 1000:1000", "SIGTERM: ends after ", " with exit code 0");
        assertThat(new Containers(runtime).list())
                .noneMatch(container -> container.name().startsWith(name));
        assertThat(runtime.client().listVolumesCmd().exec().getVolumes())
                .noneMatch(volume -> volume.getName().startsWith(name));
    }

    @Test
    void an_image_that_breaks_it_is_told_where() {
        var bad = "FROM %s:%s\nCMD trap '' TERM; exec %s\n"
                .formatted(StandInImage.REPOSITORY, StandInImage.VERSION, StandInImage.COMMAND);
        var result = agentrunner.call("image", "test", "-o", "json", manifest(bad));
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains("it has no USER, so it is root: write USER 1000:1000")
                .contains("its command is a line for /bin/sh");
    }

    @Test
    void an_image_is_loaded_by_a_command_or_into_kind() throws IOException {
        var image = StandInImage.REPOSITORY + ":" + StandInImage.VERSION;
        var archive = folder.resolve("archive.tar");
        agentrunner
                .call("image", "load", image, "--", "dd", "of=" + archive, "status=none")
                .orThrow();
        assertThat(archive).isNotEmptyFile();

        var programs = Files.createDirectory(folder.resolve("bin"));
        var kind = Files.writeString(
                programs.resolve("kind"), "#!/bin/sh\necho \"$@\" >%s\n".formatted(folder.resolve("called")));
        assertThat(kind.toFile().setExecutable(true)).isTrue();
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), "current-context: kind-dev\n");
        var environment = Map.of("PATH", programs + ":" + System.getenv("PATH"), "KUBECONFIG", kubeconfig.toString());
        agentrunner.callWith(environment, "image", "load", image).orThrow();
        assertThat(folder.resolve("called")).content().matches("load image-archive .*/image.tar --name dev\n");
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
        assertThat(agentrunner.call("image", "load", image, "--", "false").err())
                .contains("was not loaded: false ended with exit code 1");
    }

    private String manifest(String dockerfile) {
        return agentrunner
                .manifest(
                        "image", """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  rollout: {terminationGracePeriodSeconds: 5}
                  template:
                    volumes: [{name: files, secret: {secretName: files}}]
                    volumeMounts: [{name: files, mountPath: /files}]
                  probes:
                    readiness: {exec: {command: [%s, health]}}
                    liveness: {exec: {command: [%s, health]}}
                  build:
                    source:
                      inline:
                        files:
                          Dockerfile: |
                %s
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: files}
                stringData: {token: sk-file}
                """.formatted(name, StandInImage.COMMAND, StandInImage.COMMAND, dockerfile.indent(12)))
                .toString();
    }
}
