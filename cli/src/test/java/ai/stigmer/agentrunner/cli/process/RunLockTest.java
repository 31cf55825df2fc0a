package ai.stigmer.agentrunner.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final String HOST = "unix:///var/run/docker.sock";

    private final Path folder;

    RunLockTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void one_has_it_until_it_is_closed() {
        var environment = Map.of("HOME", folder.toString());
        for (int again = 0; again < 2; again++) {
            try (var _ = RunLock.take(environment, HOST, "demo").orElseThrow();
                    var _ = RunLock.take(environment, HOST, "other").orElseThrow()) {
                assertThat(RunLock.take(environment, HOST, "demo")).isEmpty();
            }
        }
        assertThat(folder.resolve(".cache/agentrunner/unix____var_run_docker.sock_demo.lock"))
                .exists();
    }

    @Test
    void without_a_folder_of_the_users_nothing_is_written_anywhere() {
        assertThat(RunLock.take(Map.of(), HOST, "demo")).isPresent();
        assertThat(Path.of(".cache")).doesNotExist();
    }

    @Test
    void any_name_has_a_file_in_the_folder() throws IOException {
        var environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
        try (var _ = RunLock.take(environment, HOST, "../../demo\0").orElseThrow();
                var files = Files.list(folder.resolve("agentrunner"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void where_nothing_can_be_written_it_keeps_nobody_out() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        var environment = Map.of("XDG_RUNTIME_DIR", file.toString());
        assertThat(RunLock.take(environment, HOST, "demo")).isPresent();
    }
}
