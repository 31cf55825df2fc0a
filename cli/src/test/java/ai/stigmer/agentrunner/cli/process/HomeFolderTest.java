package ai.stigmer.agentrunner.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeFolderTest {

    @Test
    void on_Windows_it_is_the_users_profile() {
        assertThat(HomeFolder.of(Map.of("USERPROFILE", "/users/jo"))).contains(Path.of("/users/jo"));
        assertThat(HomeFolder.of(Map.of("HOME", "", "USERPROFILE", "/users/jo")))
                .contains(Path.of("/users/jo"));
        assertThat(HomeFolder.of(Map.of("HOME", "/home/jo", "USERPROFILE", "/users/jo")))
                .contains(Path.of("/home/jo"));
        assertThat(HomeFolder.of(Map.of())).isEmpty();
    }
}
