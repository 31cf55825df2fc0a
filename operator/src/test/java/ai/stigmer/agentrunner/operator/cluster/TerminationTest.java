package ai.stigmer.agentrunner.operator.cluster;

import static ai.stigmer.agentrunner.operator.testkit.Sandbox.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import org.junit.jupiter.api.Test;

/** What others hold back, and what they take away, while an AgentRunner runs or is being deleted. */
class TerminationTest extends WithOperator {

    @Test
    void a_deletion_that_a_finalizer_holds_up_is_told_and_nothing_is_made_any_more() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        finalizers("[\"example.com/hold\",\"example.com/audit\"]");
        user.kubectl("delete", "ar/demo", "--wait=false");
        assertThat(user.awaitReason("demo", "Terminating"))
                .contains("the finalizers example.com/hold, example.com/audit");
        finalizers("[\"example.com/hold\"]");
        var runner = user.await("demo", seen -> assertThat(
                        condition(seen, "Ready").orElseThrow().getMessage())
                .contains("the finalizer example.com/hold holds up"));
        assertThat(runner.getStatus().phase()).isEqualTo(Phase.Terminating);

        user.kubectl("delete", "deploy/demo");
        user.await("demo", seen -> assertThat(
                        condition(seen, "Available").orElseThrow().getStatus())
                .isEqualTo("False"));
        assertThat(user.kubectl("get", "deploy,pods", "-o", "name")).isEmpty();

        finalizers("null");
        user.eventually(() -> assertThat(user.runners()).isEmpty());
        user.runner("demo", "{version: 1.4.3, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
    }

    @Test
    void a_ConfigMap_that_is_gone_is_warned_about_until_it_is_back() {
        user.kubectl("create", "configmap", "settings", "--from-literal=mode=fast");
        user.runner("demo", """
                version: 1.4.2
                workspace: {ephemeral: {}}
                envFrom: [{configMapRef: {name: settings}}]
                """);
        user.awaitReady("demo");
        user.kubectl("delete", "configmap", "settings");
        user.await("demo", seen -> {
            assertThat(condition(seen, "ConfigurationWarning").orElseThrow().getMessage())
                    .contains("ConfigMap settings does not exist");
            assertThat(condition(seen, "Ready").orElseThrow().getStatus()).isEqualTo("True");
        });
        user.kubectl("create", "configmap", "settings", "--from-literal=mode=fast");
        user.await("demo", seen -> assertThat(condition(seen, "ConfigurationWarning"))
                .isEmpty());
    }

    private void finalizers(String json) {
        user.patch("ar", "demo", "{\"metadata\":{\"finalizers\":" + json + "}}");
    }
}
