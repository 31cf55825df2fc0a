package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a user sees of an AgentRunner from apply to delete. */
@WithOperator.Installed(flags = OperatorProcess.NETWORK_POLICIES)
class AgentRunnerLifecycleTest extends WithOperator {

    @Test
    void a_version_alone_becomes_a_ready_worker_with_a_workspace_that_outlives_it() {
        user.runner("demo", "version: 1.4.2");
        var runner = user.awaitReady("demo");
        assertThat(runner.getStatus().phase()).isEqualTo(Phase.Ready);
        assertThat(runner.getStatus().image()).isEqualTo("ghcr.io/stigmer/agent-runner:1.4.2");
        var claim = user.claim("demo-workspace").getMetadata().getUid();

        user.kubectl("delete", "ar/demo");
        user.eventually(() ->
                assertThat(user.kubectl("get", "deploy,pods", "-o", "name")).isEmpty());
        assertThat(user.claim("demo-workspace").getMetadata().getDeletionTimestamp())
                .isNull();

        user.runner("demo", "version: 1.4.3");
        user.awaitReady("demo");
        assertThat(user.claim("demo-workspace").getMetadata().getUid()).isEqualTo(claim);
    }

    @Test
    void a_claim_with_retention_Delete_goes_with_its_AgentRunner() {
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {retention: Delete}}}");
        user.awaitReady("demo");
        user.kubectl("delete", "ar/demo");
        user.eventually(
                () -> assertThat(user.kubectl("get", "pvc", "-o", "name")).isEmpty());
    }

    @Test
    void an_ephemeral_workspace_makes_no_claim() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        assertThat(user.kubectl("get", "pvc", "-o", "name")).isEmpty();
    }

    @Test
    void an_image_volume_and_variables_of_any_printable_name_reach_pods_under_Pod_Security_restricted() {
        user.kubectl("label", "namespace", user.namespace(), "pod-security.kubernetes.io/enforce=restricted");
        user.runner("demo", """
                version: 1.4.2
                workspace: {ephemeral: {}}
                env: [{name: "spring.data[0] url", value: a}]
                template:
                  volumes: [{name: tools, image: {reference: "registry.example.com/tools:1.0"}}]
                  volumeMounts: [{name: tools, mountPath: /opt/tools}]
                """);
        user.awaitReady("demo");
        assertThat(user.kubectl(
                        "get",
                        "pods",
                        "-o",
                        "jsonpath={.items[*].spec.volumes[?(@.name=='tools')].image.reference}"
                                + " {.items[*].spec.containers[0].env[?(@.value=='a')].name}"))
                .isEqualTo("registry.example.com/tools:1.0 spring.data[0] url");
    }

    @Test
    void an_existing_claim_is_waited_for_and_used() {
        user.runner("demo", "{version: 1.4.2, workspace: {existingClaim: {claimName: mine}}}");
        assertThat(user.awaitReason("demo", "WaitingForClaim")).contains("claim mine");
        user.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: mine}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        user.patch("ar", "demo", "{\"spec\":{\"args\":[\"--again\"]}}");
        user.awaitReady("demo");
        assertThat(user.claim("mine").getMetadata().getLabels()).isNullOrEmpty();
    }

    @Test
    void the_workspace_grows_and_never_shrinks() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {size: 2Gi}}}");
        user.await("demo", runner -> assertThat(
                        Objects.requireNonNull(runner.getStatus().workspace()).capacity())
                .isEqualTo(new Quantity("2Gi")));
    }

    @Test
    void a_new_version_rolls_the_pods() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        user.patch("ar", "demo", "{\"spec\":{\"version\":\"1.5.0\"}}");
        user.awaitReady("demo");
        assertThat(user.kubectl("get", "pods", "-o", "jsonpath={.items[*].spec.containers[0].image}"))
                .isEqualTo("ghcr.io/stigmer/agent-runner:1.5.0");
    }

    @Test
    void the_old_pods_serve_while_a_new_version_fails() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        user.patch("ar", "demo", "{\"spec\":{\"version\":\"missing\"}}");
        user.awaitReason("demo", "ImagePullFailed");
        var runner =
                user.await("demo", seen -> assertThat(seen.getStatus().phase()).isEqualTo(Phase.Degraded));
        assertThat(Sandbox.condition(runner, "Available").orElseThrow().getStatus())
                .isEqualTo("True");
    }

    @Test
    void suspending_stops_the_pods_and_resuming_brings_them_back() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        user.kubectl("scale", "deploy/demo", "--replicas=2");
        user.await(
                "demo", runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(2));
        user.patch("ar", "demo", "{\"spec\":{\"suspend\":true}}");
        user.await("demo", runner -> assertThat(runner.getStatus().phase()).isEqualTo(Phase.Suspended));
        assertThat(user.deployment("demo").getSpec().getReplicas()).isZero();
        user.patch("ar", "demo", "{\"spec\":{\"suspend\":false}}");
        user.await(
                "demo", runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(2));
    }

    @Test
    void replicas_belong_to_whoever_scales_the_Deployment_until_the_spec_says_how_many() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        user.kubectl("scale", "deploy/demo", "--replicas=3");
        user.await(
                "demo", runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(3));

        user.runner("demo", "{version: 1.4.2, replicas: 2, workspace: {ephemeral: {}}}");
        user.await(
                "demo", runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(2));
        assertThat(user.kubectl("get", "pdb", "-o", "name")).contains("demo");

        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.eventually(
                () -> assertThat(user.kubectl("get", "pdb", "-o", "name")).isEmpty());
        user.awaitReady("demo");
        assertThat(user.deployment("demo").getSpec().getReplicas()).isEqualTo(2);
        user.kubectl("scale", "deploy/demo", "--replicas=4");
        user.await(
                "demo", runner -> assertThat(runner.getStatus().readyReplicas()).isEqualTo(4));
    }

    @Test
    void drift_is_put_back_and_the_fields_of_others_are_left() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        user.kubectl("set", "image", "deploy/demo", "agent-runner=example.com/other:1");
        user.kubectl("annotate", "deploy/demo", "example.com/mine=1");
        user.eventually(() -> {
            var deployment = user.deployment("demo");
            assertThat(deployment
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .get(0)
                            .getImage())
                    .isEqualTo("ghcr.io/stigmer/agent-runner:1.4.2");
            assertThat(deployment.getMetadata().getAnnotations()).containsEntry("example.com/mine", "1");
        });
        user.kubectl("delete", "deploy/demo");
        user.awaitReady("demo");
        user.eventually(() -> assertThat(user.deployment("demo").getStatus().getReadyReplicas())
                .isEqualTo(1));
    }

    @Test
    void a_changed_ConfigMap_rolls_the_pods_once() {
        user.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: '1'}}");
        user.runner("demo", "{version: 1.4.2, envFrom: [{configMapRef: {name: settings}}]}");
        user.awaitReady("demo");
        var before = user.deployment("demo").getMetadata().getGeneration();
        user.patch("configmap", "settings", "{\"data\":{\"A\":\"2\"}}");
        user.eventually(() -> assertThat(user.deployment("demo").getMetadata().getGeneration())
                .isEqualTo(before + 1));
        user.awaitReady("demo");
        assertThat(user.deployment("demo").getMetadata().getGeneration()).isEqualTo(before + 1);
    }

    @Test
    void a_namespace_that_enforces_restricted_admits_it() {
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        user.runner(
                "demo",
                "{version: 1.4.2, network: {policy: {enabled: true}}, template: {sidecars: [{name: helper, image: a/b}]}}");
        user.awaitReady("demo");
    }

    @Test
    void a_refused_change_leaves_what_runs() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        var before = user.deployment("demo").getMetadata().getGeneration();
        user.runner("demo", "{version: 1.5.0, network: {mode: Host}}");
        assertThat(user.awaitReason("demo", "NotAllowed"))
                .contains("spec.network.mode Host")
                .contains("policy.allowHostNetwork");
        assertThat(user.deployment("demo").getMetadata().getGeneration()).isEqualTo(before);
        assertThat(Sandbox.condition(user.get("demo"), "Available")
                        .orElseThrow()
                        .getStatus())
                .isEqualTo("True");
    }

    @Test
    void retention_can_be_changed_on_a_claim_that_exists() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {retention: Delete}}}");
        user.eventually(
                () -> assertThat(user.claim("demo-workspace").getMetadata().getOwnerReferences())
                        .hasSize(1));
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {retention: Retain}}}");
        user.eventually(
                () -> assertThat(user.claim("demo-workspace").getMetadata().getOwnerReferences())
                        .isEmpty());
        assertThat(user.claim("demo-workspace").getMetadata().getLabels())
                .containsAllEntriesOf(Map.of("stigmer.ai/agentrunner", "demo"));
    }
}
