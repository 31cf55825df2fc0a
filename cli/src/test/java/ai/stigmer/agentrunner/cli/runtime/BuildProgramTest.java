package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.container.ImageBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the program that builds is called, and which docker has BuildKit without its plugin. */
class BuildProgramTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Docker version 20.10.24+dfsg1, build 297e128|20",
                "Docker version 28.2.2, build e6534b4|28",
                "podman version 4.3.1|23",
                "''|23",
            })
    void the_version_is_read_out_of_what_it_says(String said, int major) {
        assertThat(BuildProgram.major(said)).isEqualTo(major);
    }

    @ParameterizedTest
    @EnumSource(BuildProgram.Kind.class)
    void nothing_of_a_manifest_gets_into_the_builders_own_environment(BuildProgram.Kind kind) throws IOException {
        var arguments = new TreeMap<>(Map.of("DOCKER_CONFIG", "./x", "LD_PRELOAD", "./x.so", "EMPTY", ""));
        var build = new ImageBuild(
                "localhost/agentrunner/demo:1",
                new ImageBuild.Context.Files(new TreeMap<>()),
                "Dockerfile",
                Optional.empty(),
                arguments,
                new TreeMap<>());
        try (var docker = new FakeDocker(FakeDocker.docker29())) {
            var program = new BuildProgram(docker.connect(), kind);
            var folder = Path.of("folder");
            assertThat(program.command(build, folder, folder, folder))
                    .containsSubsequence(List.of(
                            "--build-arg",
                            "DOCKER_CONFIG=./x",
                            "--build-arg",
                            "EMPTY=",
                            "--build-arg",
                            "LD_PRELOAD=./x.so"));
            assertThat(program.variables().keySet()).isSubsetOf("DOCKER_HOST", "DOCKER_BUILDKIT");
        }
    }
}
