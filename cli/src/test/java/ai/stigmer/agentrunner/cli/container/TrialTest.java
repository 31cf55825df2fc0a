package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An AgentRunner on trial. */
class TrialTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "demo", "the-longest-name-that-an-agentrunner-may-have"})
    void has_a_name_that_no_other_trial_and_no_AgentRunner_has(String name) {
        var one = Trial.of(runner(name), "k3j2h1g0").getMetadata().getName();
        var other = Trial.of(runner(name), "k3j2h1g1").getMetadata().getName();
        assertThat(one)
                .endsWith("-image-test-k3j2h1g0")
                .hasSizeLessThanOrEqualTo(45)
                .isNotEqualTo(other);
    }

    private static AgentRunner runner(String name) {
        var text = "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: %s}, spec: {version: 1.4.2}}"
                .formatted(name);
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)))
                .runners()
                .getFirst()
                .runner();
    }
}
