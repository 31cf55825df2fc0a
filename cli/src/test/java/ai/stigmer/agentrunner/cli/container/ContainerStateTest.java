package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container's state in the operator's eyes. */
class ContainerStateTest {
    private static final Instant SINCE = Instant.parse("2026-11-26T12:00:00Z");
    private static final ContainerState UNWELL = new ContainerState("running", 0, false, "", 0, "unhealthy", "");

    @Test
    void has_the_time_of_its_startup_probe_from_when_it_is_waited_for() {
        var runner = ManifestReader.read(List.of(new ManifestFile("demo.yaml", """
                        apiVersion: stigmer.ai/v1alpha1
                        kind: AgentRunner
                        metadata: {name: demo}
                        spec: {version: 1.4.2}
                        """)))
                .runners()
                .getFirst()
                .runner();
        var model = new OperatorModel(Policy.RESTRICTED);
        var status = UNWELL.asPodStatus("demo:1.4.2", "", SINCE);
        assertThat(model.diagnosis(runner, status, SINCE.plusSeconds(35))).isEmpty();
        assertThat(model.diagnosis(runner, status, SINCE.plusSeconds(120)))
                .get()
                .extracting(OperatorModel.Diagnosis::reason)
                .isEqualTo("ProbeFailing");
    }
}
