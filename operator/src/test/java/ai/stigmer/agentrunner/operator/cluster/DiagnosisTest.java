package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import org.junit.jupiter.api.Test;

/** What the status says when something is wrong, made by the real cluster or by a simulated pod that fails. */
class DiagnosisTest extends WithOperator {

    @Test
    void an_image_that_is_not_there() {
        user.runner("demo", "version: missing");
        assertThat(user.awaitReason("demo", "ImagePullFailed")).contains("agent-runner:missing", "spec.version");
    }

    @Test
    void a_crash_shows_its_exit_code_and_last_lines() {
        user.runner("demo", "version: crash");
        assertThat(user.awaitReason("demo", "CrashLooping"))
                .contains("exited with code 1", "RuntimeError", "kubectl logs -n " + user.namespace());
    }

    @Test
    void a_missing_Secret_is_waited_for() {
        user.runner(
                "demo",
                "{version: configerror, llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}}");
        assertThat(user.awaitReason("demo", "ContainerConfigError")).contains("secret \"openai\" not found");
    }

    @Test
    void a_probe_that_does_not_succeed() {
        user.runner("demo", """
                version: unready
                probes: {startup: {periodSeconds: 1, failureThreshold: 1}, readiness: {periodSeconds: 1}}
                """);
        assertThat(user.awaitReason("demo", "ProbeFailing")).contains("probe");
    }

    @Test
    void no_node_takes_the_pod() {
        user.runner("demo", "{version: 1.4.2, template: {nodeSelector: {gpu: 'yes'}}}");
        assertThat(user.awaitReason("demo", "Unschedulable")).contains("node");
    }

    @Test
    void a_pod_that_a_finalizer_keeps_from_ending() {
        user.runner(
                "demo", "{version: 1.4.2, rollout: {progressDeadlineSeconds: 2, terminationGracePeriodSeconds: 1}}");
        user.awaitReady("demo");
        var pod = user.kubectl("get", "pods", "-o", "name").strip();
        user.kubectl("patch", pod, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":[\"example.com/archive\"]}}");
        user.patch("ar", "demo", "{\"spec\":{\"version\":\"1.5.0\"}}");
        assertThat(user.awaitReason("demo", "ProgressDeadlineExceeded"))
                .contains("on node worker-", "has not ended", "the finalizers example.com/archive");
        assertThat(user.get("demo").getStatus().readyReplicas()).isZero();
        user.kubectl("patch", pod, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        user.awaitReady("demo");
    }

    @Test
    void a_pod_that_waits_at_a_scheduling_gate() {
        user.runner("demo", """
                version: 1.4.2
                workspace: {ephemeral: {}}
                rollout: {progressDeadlineSeconds: 2, terminationGracePeriodSeconds: 1}
                """);
        user.awaitReady("demo");
        user.tryApply("""
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: demo},
                 spec: {template: {spec: {schedulingGates: [{name: example.com/quota}]}}}}
                """, "--server-side", "--field-manager=injector").orThrow();
        assertThat(user.awaitReason("demo", "ProgressDeadlineExceeded"))
                .contains("the scheduling gates example.com/quota");
    }

    @Test
    void a_quota_leaves_no_room_for_pods() {
        user.apply("{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {pods: '0'}}}");
        user.runner("demo", "version: 1.4.2");
        assertThat(user.awaitReason("demo", "QuotaExceeded")).contains("exceeded quota: none");
    }

    @Test
    void a_quota_leaves_no_room_for_the_claim() {
        user.apply(
                "{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {persistentvolumeclaims: '0'}}}");
        user.runner("demo", "version: 1.4.2");
        assertThat(user.awaitReason("demo", "QuotaExceeded")).contains("PersistentVolumeClaim demo-workspace");
        assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty();
    }

    @Test
    void a_quota_that_requires_a_limit_names_the_field_to_set() {
        user.apply("{apiVersion: v1, kind: ResourceQuota, metadata: {name: cpu}, spec: {hard: {limits.cpu: '8'}}}");
        user.runner("demo", "version: 1.4.2");
        assertThat(user.awaitReason("demo", "PodForbidden")).contains("quota cpu", "set spec.resources.limits.cpu");
    }

    /** The words of other refusals stand in its name and in its message. */
    @Test
    void a_policy_denies_the_deployment() {
        var policy = "exceeded-quota-" + user.namespace();
        user.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                  validations: [{expression: "false", message: "exceeded quota: no resize without a review"}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [Deny]}
                """.formatted(policy, user.namespace()));
        try {
            user.eventually(() ->
                    assertThat(user.tryApply("""
                            apiVersion: apps/v1
                            kind: Deployment
                            metadata: {name: probe}
                            spec:
                              replicas: 0
                              selector: {matchLabels: {app: probe}}
                              template: {metadata: {labels: {app: probe}}, spec: {containers: [{name: a, image: a}]}}
                            """, "--dry-run=server").err()).contains("denied request"));
            user.runner("resizer", "version: 1.4.2");
            assertThat(user.awaitReason("resizer", "ObjectRejected"))
                    .startsWith("the API server rejects Deployment resizer: ValidatingAdmissionPolicy")
                    .contains("no resize without a review");
        } finally {
            user.kubectl("delete", "validatingadmissionpolicybinding/" + policy, "validatingadmissionpolicy/" + policy);
        }
    }

    @Test
    void Pod_Security_forbids_the_pod() {
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        user.apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: small}
                spec: {limits: [{type: Container, max: {memory: 1Gi}, default: {memory: 1Gi}}]}
                """);
        user.runner("demo", "version: 1.4.2");
        assertThat(user.awaitReason("demo", "PodForbidden")).contains("maximum memory usage");
    }

    @Test
    void a_storage_class_that_does_not_exist() {
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {storageClassName: nowhere}}}");
        assertThat(user.awaitReason("demo", "WaitingForClaim")).contains("claim", "kubectl describe");
    }

    @Test
    void a_retained_claim_with_other_access_modes() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        user.kubectl("delete", "ar/demo");
        user.eventually(
                () -> assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty());
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {accessModes: [ReadWriteMany]}}}");
        assertThat(user.awaitReason("demo", "ClaimMismatch")).contains("ReadWriteOnce");
    }

    @Test
    void a_slow_start_is_no_failure() {
        user.runner("demo", "{version: slow, workspace: {ephemeral: {}}}");
        assertThat(user.awaitReason("demo", "RollingOut")).contains("agent-runner:slow");
        user.awaitReady("demo");
    }

    @Test
    void the_deadline_of_a_rollout_passes() {
        user.runner("demo", "{version: unready, rollout: {progressDeadlineSeconds: 3}}");
        user.await("demo", runner -> assertThat(
                        Sandbox.condition(runner, "Stalled").orElseThrow().getReason())
                .isEqualTo("ProgressDeadlineExceeded"));
    }
}
