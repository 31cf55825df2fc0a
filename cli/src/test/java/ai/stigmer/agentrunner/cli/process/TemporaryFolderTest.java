package ai.stigmer.agentrunner.cli.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    private final Path folder;

    TemporaryFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void where_none_can_be_made_the_way_to_another_is_told() {
        assertThatThrownBy(() -> TemporaryFolder.createIn(folder + "/nowhere"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no temporary folder can be made in " + folder + "/nowhere")
                .hasMessageContaining("TMPDIR");
    }

    @Test
    void files_that_can_not_be_written_are_told() {
        var files = new TreeMap<>(Map.of("a-folder-that-is-not-there/file", new byte[0]));
        try (var temporary = TemporaryFolder.createIn(folder.toString())) {
            assertThatThrownBy(() -> temporary.write("context", files))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("temporary files can't be written");
        }
    }
}
