package ai.stigmer.agentrunner.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventSourcesTest {

    /** The metrics count them, and are served as soon as the process has begun. */
    @Test
    void before_the_watches_are_opened_no_AgentRunner_is_known() {
        try (var client =
                new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
            var run = (Invocation.Run) new SettingsReader("1.2.3").read(new String[0], Map.of());
            assertThat(new EventSources(client, run.config()).runners()).isEmpty();
        }
    }
}
