package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class TransitionRulesTest {

    @Test
    void every_condition_about_a_change_is_known_and_no_other() {
        var definition = StreamSupport.stream(
                        Schema.Definition.ROOT.path("x-kubernetes-validations").spliterator(), false)
                .filter(rule -> rule.path("rule").asText().contains("oldSelf"))
                .map(rule -> rule.path("message").asText())
                .collect(Collectors.toSet());
        assertThat(TransitionRules.known()).isEqualTo(definition);
    }

    @Test
    void a_size_may_grow_and_sink_to_what_the_volume_has() {
        assertThat(refusals("{claim: {size: 2Gi}}", "{claim: {size: 3Gi}}", "capacity: 2Gi"))
                .isEmpty();
        assertThat(refusals("{claim: {size: 5Gi}}", "{claim: {size: 2048Mi}}", "capacity: 2Gi"))
                .isEmpty();
        assertThat(refusals("{claim: {size: 2Gi}}", "{claim: {}}", "capacity: 2Gi"))
                .contains("a volume never shrinks");
        assertThat(refusals("{}", "{claim: {size: 1Gi}}", "capacity: 2Gi")).isEmpty();
        assertThat(refusals("{claim: {size: 2Gi}}", "{claim: {size: 1Gi}}", "phase: Pending"))
                .isEmpty();
    }

    @Test
    void class_and_modes_stay_but_for_those_that_do_not_fit_the_claim() {
        assertThat(refusals("{claim: {storageClassName: a}}", "{claim: {storageClassName: b}}", "capacity: 1Gi"))
                .contains("a claim keeps its class");
        assertThat(refusals("{claim: {storageClassName: a}}", "{claim: {}}", "capacity: 1Gi"))
                .contains("a claim keeps its class");
        assertThat(refusals("{claim: {}}", "{claim: {accessModes: [ReadWriteMany]}}", "capacity: 1Gi"))
                .contains("a claim keeps its modes");
        assertThat(refusals(
                        "{claim: {storageClassName: a}}",
                        "{claim: {storageClassName: b}}",
                        "capacity: 1Gi}, conditions: [{type: WorkspaceReady, reason: ClaimMismatch}], other: {"))
                .isEmpty();
    }

    @Test
    void a_workspace_of_another_kind_is_no_change_of_a_claim() {
        assertThat(refusals("{claim: {size: 2Gi}}", "{ephemeral: {}}", "capacity: 2Gi"))
                .isEmpty();
        assertThat(refusals("{existingClaim: {claimName: a}}", "{claim: {size: 1Gi}}", "capacity: 2Gi"))
                .isEmpty();
    }

    private static String refusals(String before, String after, String workspace) {
        return String.join("; ", TransitionRules.refusals(runner(before, workspace), runner(after, workspace)));
    }

    private static JsonNode runner(String workspace, String status) {
        return YamlReader.read("test", "{spec: {workspace: " + workspace + "}, status: {workspace: {" + status + "}}}")
                .getFirst()
                .tree();
    }
}
