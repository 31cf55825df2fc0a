package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
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

    private static final OperatorModel MODEL = new OperatorModel(Policy.RESTRICTED);

    @Test
    void has_the_time_of_its_startup_probe_from_when_it_is_waited_for() {
        var runner = runner("{version: 1.4.2}");
        var status = UNWELL.asPodStatus("demo:1.4.2", "", SINCE);
        assertThat(MODEL.diagnosis(runner, status, SINCE.plusSeconds(35))).isEmpty();
        assertThat(MODEL.diagnosis(runner, status, SINCE.plusSeconds(120)))
                .get()
                .extracting(OperatorModel.Diagnosis::reason)
                .isEqualTo("ProbeFailing");
    }

    @Test
    void is_told_to_ask_for_a_connection_where_the_image_lacks_the_command() {
        assertThat(message("{version: 1.4.2}", """
                OCI runtime exec failed: exec failed: unable to start container process: exec: "agent-runner": executable \
                file not found in $PATH""", 46)).contains("spec.probes.check: TemporalConnection");
        assertThat(message("{version: 1.4.2}", "exec failed: executable file `agent-runner` not found in $PATH", 46))
                .contains("spec.probes.check: TemporalConnection");
    }

    @Test
    void has_the_time_of_its_readiness_probe_too_where_its_check_has_spoken() {
        assertThat(message("{version: 1.4.2}", "not connected", 60)).isEmpty();
        assertThat(message("{version: 1.4.2}", "not connected", 71)).contains("readiness probe", "Temporal");
    }

    @Test
    void of_another_worker_is_told_that_it_has_no_connection() {
        var spec = "{version: 1.4.2, temporal: {address: 'temporal:7233'}, probes: {check: TemporalConnection}}";
        assertThat(message(spec, "", 39)).isEmpty();
        assertThat(message(spec, "", 41)).contains("readiness probe", "no established connection");
    }

    @Test
    void of_long_ago_is_no_trouble_of_now() {
        var restarted = new ContainerState("running", 0, false, "", 7, "healthy", "");
        assertThat(restarted.since(7).hasEnded()).isFalse();
        assertThat(restarted.since(6).hasEnded()).isTrue();
        assertThat(restarted.since(9).restarts()).as("the runtime counts anew").isEqualTo(7);
    }

    private static String message(String spec, String checkOutput, int seconds) {
        var state = new ContainerState("running", 0, false, "", 0, "unhealthy", checkOutput);
        return MODEL.diagnosis(runner(spec), state.asPodStatus("demo:1.4.2", "", SINCE), SINCE.plusSeconds(seconds))
                .map(OperatorModel.Diagnosis::message)
                .orElse("");
    }

    private static AgentRunner runner(String spec) {
        var text = "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: demo}, spec: " + spec + "}";
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)))
                .runners()
                .getFirst()
                .runner();
    }
}
