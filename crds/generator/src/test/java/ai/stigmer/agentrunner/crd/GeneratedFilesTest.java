package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {

    static Stream<Arguments> files() throws IOException {
        return GeneratedFiles.of(Repository.root()).entrySet().stream()
                .map(file -> Arguments.of(file.getKey(), file.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void the_checked_in_file_is_the_generated_one(String file, String generated) throws IOException {
        var path = Repository.root().resolve(file);
        assertThat(Files.exists(path) ? Files.readString(path) : "")
                .as("%s is out of date: run make generate and commit it", file)
                .isEqualTo(generated);
    }
}
