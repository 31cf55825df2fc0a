package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.junit.jupiter.api.Test;

/** Autoscalers, injectors and people with kubectl edit at work on what the operator made. */
class SharedDeploymentTest extends WithOperator {
    private final AuditLog audit = new AuditLog(CLUSTER);

    @Test
    void an_autoscaler_of_the_Deployment_and_one_of_the_AgentRunner_have_their_way() {
        user.runner("loose", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.runner("counted", "{version: 1.4.2, replicas: 1, workspace: {ephemeral: {}}}");
        user.awaitReady("loose");
        user.awaitReady("counted");
        var since = audit.position();
        autoscale("loose", "apps/v1", "Deployment");
        autoscale("counted", "stigmer.ai/v1alpha1", "AgentRunner");
        awaitPods("loose", 3);
        awaitPods("counted", 3);
        assertThat(user.get("counted").getSpec().replicas()).isEqualTo(3);
        assertThat(audit.writesSince(since, user.namespace())).doesNotContain("patch deployments/ loose");

        user.patch("ar", "loose", "{\"spec\":{\"version\":\"1.5.0\"}}");
        user.awaitReady("loose");
        assertThat(user.deployment("loose").getSpec().getReplicas()).isEqualTo(3);
    }

    /** The controller scales up to the minimum without metrics, which simulated pods have none of. */
    private void autoscale(String name, String apiVersion, String kind) {
        user.apply("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %s}
                spec:
                  scaleTargetRef: {apiVersion: %s, kind: %s, name: %s}
                  minReplicas: 3
                  maxReplicas: 5
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
                """.formatted(name, apiVersion, kind, name));
    }

    private void awaitPods(String name, int count) {
        user.await(
                name, runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(count));
    }

    @Test
    void an_injected_sidecar_and_label_stay_while_drift_is_put_back() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        injects("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: demo}
                spec:
                  template:
                    metadata: {labels: {mesh: "on"}}
                    spec: {containers: [{name: proxy, image: mesh/proxy:1}]}
                """);
        user.kubectl("set", "image", "deploy/demo", "agent-runner=example.com/other:1");
        user.eventually(() -> assertThat(pod().getContainers())
                .extracting(Container::getImage)
                .containsExactly("ghcr.io/stigmer/agent-runner:1.4.2", "mesh/proxy:1"));
        user.patch("ar", "demo", "{\"spec\":{\"version\":\"1.5.0\"}}");
        user.awaitReady("demo");
        assertThat(pod().getContainers())
                .extracting(Container::getImage)
                .containsExactly("ghcr.io/stigmer/agent-runner:1.5.0", "mesh/proxy:1");
        assertThat(user.deployment("demo").getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("mesh", "on");
    }

    /** As a person does with kubectl edit: server-side apply alone could not take the other choice out. */
    @Test
    void a_volume_a_variable_and_a_probe_swapped_for_another_type_are_put_back() {
        user.runner("demo", "{version: 1.4.2, env: [{name: A, value: a}], workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        var before = pod();
        var volume = before.getVolumes()
                .indexOf(before.getVolumes().stream()
                        .filter(one -> one.getName().equals("tmp"))
                        .findFirst()
                        .orElseThrow());
        var variables = before.getContainers().get(0).getEnv();
        var variable = variables.indexOf(variables.stream()
                .filter(one -> one.getName().equals("A"))
                .findFirst()
                .orElseThrow());
        user.kubectl("patch", "deploy", "demo", "--type=json", "-p", """
                [{"op": "replace", "path": "/spec/template/spec/volumes/%d",
                  "value": {"name": "tmp", "hostPath": {"path": "/etc"}}},
                 {"op": "replace", "path": "/spec/template/spec/containers/0/env/%d",
                  "value": {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}},
                 {"op": "replace", "path": "/spec/template/spec/containers/0/livenessProbe",
                  "value": {"tcpSocket": {"port": 1}}}]
                """.formatted(volume, variable));
        user.eventually(() -> {
            var pod = pod();
            assertThat(pod.getVolumes()).isEqualTo(before.getVolumes());
            assertThat(pod.getContainers().get(0))
                    .isEqualTo(before.getContainers().get(0));
        });
        user.awaitReady("demo");
    }

    @Test
    void a_second_type_of_a_volume_is_refused_by_the_API_server_itself() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        var result = user.tryApply(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: demo}, spec: {template: {spec: {volumes:"
                        + " [{name: tmp, hostPath: {path: /etc}}]}}}}",
                "--server-side",
                "--field-manager=other");
        assertThat(result.err()).contains("may not specify more than 1 volume type");
    }

    private void injects(String yaml) {
        user.tryApply(yaml, "--server-side", "--field-manager=injector").orThrow();
    }

    private PodSpec pod() {
        return user.deployment("demo").getSpec().getTemplate().getSpec();
    }
}
