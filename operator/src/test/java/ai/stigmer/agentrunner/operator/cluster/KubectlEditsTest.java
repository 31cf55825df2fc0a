package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What people change with kubectl in the Deployment that the operator made. */
class KubectlEditsTest extends WithOperator {
    private static final String REST = "workspace: {ephemeral: {}}}";

    @Test
    void another_order_of_the_variables_is_put_back() {
        user.runner(
                "demo",
                "{version: 1.4.2, env: [{name: TEAM, value: a}, {name: LABELS, value: team=$(TEAM)}],"
                        + " workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        var before = pod().getContainers().get(0).getEnv();
        assertThat(before).extracting(EnvVar::getName).endsWith("TEAM", "LABELS");

        var reversed = new ArrayList<>(before);
        Collections.reverse(reversed);
        user.kubectl(
                "patch",
                "deploy",
                "demo",
                "--type=json",
                "-p",
                "[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/env\", \"value\": "
                        + Serialization.asJson(reversed) + "}]");
        user.eventually(() -> assertThat(pod().getContainers().get(0).getEnv()).isEqualTo(before));
        user.awaitReady("demo");
    }

    @Test
    void what_rollout_undo_brings_back_is_taken_out_and_the_former_pods_are_used_again() {
        user.runner("demo", "{version: 1.4.2, template: {nodeSelector: {kubernetes.io/os: linux}}, " + REST);
        user.awaitReady("demo");
        user.patch("ar", "demo", "{\"spec\": {\"template\": null}}");
        user.awaitReady("demo");
        var wanted = pod();
        assertThat(wanted.getNodeSelector()).isNullOrEmpty();
        var replicaSets = replicaSets();

        user.kubectl("rollout", "undo", "deploy/demo");
        user.eventually(() -> assertThat(pod()).isEqualTo(wanted));
        user.awaitReady("demo");
        assertThat(replicaSets()).as("ReplicaSets: no template is new").isEqualTo(replicaSets);
        assertThat(managers()).doesNotContain("nodeSelector");
    }

    @Test
    void a_sidecar_and_the_host_network_are_taken_out_and_a_restart_stays() {
        user.runner("demo", "{version: 1.4.2, " + REST);
        user.awaitReady("demo");
        var wanted = pod();
        user.kubectl("rollout", "restart", "deploy/demo");
        user.kubectl("patch", "deploy", "demo", "-p", """
                {"spec": {"template": {"spec": {"hostNetwork": true, "containers": [{"name": "mine", "image": "a/b"}]}}}}
                """);
        user.eventually(() -> assertThat(pod()).isEqualTo(wanted));
        user.awaitReady("demo");
        assertThat(user.deployment("demo").getSpec().getTemplate().getMetadata().getAnnotations())
                .containsKey("kubectl.kubernetes.io/restartedAt");
    }

    @Test
    void the_host_network_of_another_manager_stays_and_is_warned_about() {
        user.runner("demo", "{version: 1.4.2, " + REST);
        user.awaitReady("demo");
        user.tryApply(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: demo}, spec: {template: {spec:"
                                + " {hostNetwork: true}}}}",
                        "--server-side",
                        "--field-manager=tuner")
                .orThrow();
        user.await("demo", runner -> assertThat(Sandbox.condition(runner, "ConfigurationWarning"))
                .hasValueSatisfying(
                        warning -> assertThat(warning.getMessage()).contains("field manager tuner", "hostNetwork")));
        assertThat(pod().getHostNetwork()).isTrue();
    }

    private String replicaSets() {
        return user.kubectl("get", "rs", "-o", "jsonpath={.items[*].metadata.name}");
    }

    private String managers() {
        return user.kubectl(
                "get", "deploy", "demo", "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields}");
    }

    private PodSpec pod() {
        return user.deployment("demo").getSpec().getTemplate().getSpec();
    }
}
