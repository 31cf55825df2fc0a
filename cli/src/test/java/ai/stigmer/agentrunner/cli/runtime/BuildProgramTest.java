package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which docker has BuildKit without its plugin. */
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
}
