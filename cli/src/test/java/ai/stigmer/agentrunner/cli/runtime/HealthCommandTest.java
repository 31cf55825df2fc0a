package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthCommandTest {
    private static final List<String> SCRIPT = List.of("sh", "-c", "echo 'a  b' \"$HOME\"");

    @Test
    void Docker_keeps_its_arguments() {
        assertThat(HealthCommand.test(SCRIPT, RuntimeKind.DOCKER))
                .containsExactly("CMD", "sh", "-c", "echo 'a  b' \"$HOME\"");
    }

    @Test
    void Podman_which_splits_arguments_at_white_space_takes_them_through_a_shell() {
        assertThat(HealthCommand.test(SCRIPT, RuntimeKind.PODMAN))
                .containsExactly("CMD-SHELL", "'sh' '-c' 'echo '\\''a  b'\\'' \"$HOME\"'");
        assertThat(HealthCommand.test(List.of("check", ""), RuntimeKind.PODMAN))
                .containsExactly("CMD-SHELL", "'check' ''");
    }

    @Test
    void without_white_space_no_shell_is_needed() {
        assertThat(HealthCommand.test(List.of("agent-runner", "health"), RuntimeKind.PODMAN))
                .containsExactly("CMD", "agent-runner", "health");
    }
}
