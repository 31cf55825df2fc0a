package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever may create an AgentRunner tries to gain more than pods under Pod Security restricted: all at once. */
class PrivilegeEscalationTest extends WithOperator {
    private static final String SIDECAR = "template: {sidecars: [{name: c, image: a/b, %s}]}";
    private static final String VOLUME = "template: {volumes: [{name: v, %s}]}";

    /** A name, what is written into the spec, and what the message names. */
    private static Map<String, Escalation> escalations() {
        var all = new LinkedHashMap<String, Escalation>();
        all.put("the-node-s-network", of("network: {mode: Host}", "policy.allowHostNetwork"));
        all.put(
                "what-an-administrator-has-closed",
                of("network: {policy: {enabled: true, egress: [{}]}}", "policy.allowNetworkPolicies"));
        all.put("dns", of("network: {policy: {enabled: true, egress: []}}", "policy.allowNetworkPolicies"));
        all.put("a-node-s-port", of(SIDECAR.formatted("ports: [{containerPort: 80, hostPort: 80}]"), "hostPort"));
        all.put("another-s-account", of("serviceAccountName: admin", "policy.allowServiceAccounts"));
        all.put("a-mounted-token", of("automountServiceAccountToken: true", "policy.allowServiceAccountTokens"));
        all.put(
                "a-projected-token",
                of(
                        VOLUME.formatted("projected: {sources: [{serviceAccountToken: {path: token}}]}"),
                        "policy.allowServiceAccountTokens"));
        all.put("root", of("security: {runAsUser: 0}", "policy.allowRoot"));
        all.put("root-in-a-sidecar", of(SIDECAR.formatted("securityContext: {runAsUser: 0}"), "policy.allowRoot"));
        all.put("a-writable-root", of("security: {readOnlyRootFilesystem: false}", "allowWritableRootFilesystem"));
        all.put("a-node-s-files", of(VOLUME.formatted("hostPath: {path: /}"), "policy.allowHostPathVolumes"));
        all.put("a-driver-s-volume", of(VOLUME.formatted("csi: {driver: d}"), "policy.allowInlineCsiVolumes"));
        all.put("a-priority", of("template: {priorityClassName: system-node-critical}", "allowPriorityClasses"));
        all.put("a-runtime", of("template: {runtimeClassName: unsafe}", "policy.allowRuntimeClasses"));
        all.put(
                "the-control-plane-s-nodes",
                of(
                        "template: {tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]}",
                        "policy.allowControlPlaneTolerations"));
        all.put(
                "the-cluster-s-own-add-ons",
                of(
                        "template: {tolerations: [{key: CriticalAddonsOnly, operator: Exists}]}",
                        "policy.allowControlPlaneTolerations"));
        all.put(
                "every-node",
                of("template: {tolerations: [{operator: Exists}]}", "policy.allowControlPlaneTolerations"));
        all.put(
                "a-probe-of-another-host",
                of("probes: {liveness: {httpGet: {host: 169.254.169.254, port: 80}}}", "policy.allowProbeHosts"));
        all.put(
                "a-hook-to-another-host",
                of(
                        SIDECAR.formatted("lifecycle: {preStop: {httpGet: {host: 169.254.169.254, port: 80}}}"),
                        "policy.allowProbeHosts"));
        all.put(
                "the-operator-s-labels",
                of("template: {labels: {stigmer.ai/agentrunner: other}}", "policy.allowedMetadata"));
        all.put(
                "kubernetes-labels",
                of("template: {labels: {app.kubernetes.io/component: build}}", "policy.allowedMetadata"));
        all.put(
                "no-app-armor",
                of(
                        "template: {annotations: {container.apparmor.security.beta.kubernetes.io/agent-runner: unconfined}}",
                        "policy.allowedMetadata"));
        all.put(
                "another-network",
                of("template: {annotations: {k8s.v1.cni.cncf.io/networks: host}}", "policy.allowedMetadata"));
        Map.of(
                        "a-sidecar-s-volume", "sidecar.istio.io/userVolume",
                        "a-sidecar-s-image", "sidecar.istio.io/proxyImage",
                        "a-cloud-role", "iam.amazonaws.com/role",
                        "a-vault-s-secrets", "vault.hashicorp.com/agent-inject",
                        "a-linkerd-image", "config.linkerd.io/proxy-image",
                        "a-dapr-volume", "dapr.io/volume-mounts",
                        "a-node-s-power", "org.systemd.property.SuccessAction",
                        "a-node-s-cpus", "cpu-quota.crio.io")
                .forEach((name, key) ->
                        all.put(name, of("template: {annotations: {" + key + ": a}}", "policy.allowedMetadata")));
        Map.of("a-cloud-identity", "azure.workload.identity/use", "an-older-cloud-identity", "aadpodidbinding")
                .forEach((name, key) ->
                        all.put(name, of("template: {labels: {" + key + ": a}}", "policy.allowedMetadata")));
        all.put(
                "a-claim-s-path",
                of(
                        VOLUME.formatted(
                                "ephemeral: {volumeClaimTemplate: {metadata: {annotations: {nfs.io/storage-path: a}},"
                                        + " spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}"),
                        "policy.allowedMetadata"));
        all.put("privileged", of(SIDECAR.formatted("securityContext: {privileged: true}"), "privileged"));
        all.put(
                "more-privileges",
                of(SIDECAR.formatted("securityContext: {allowPrivilegeEscalation: true}"), "allowPrivilegeEscalation"));
        all.put(
                "a-capability",
                of(SIDECAR.formatted("securityContext: {capabilities: {add: [SYS_ADMIN]}}"), "SYS_ADMIN"));
        all.put("no-seccomp", of("security: {seccompProfile: {type: Unconfined}}", "seccompProfile"));
        all.put("unmasked-proc", of(SIDECAR.formatted("securityContext: {procMount: Unmasked}"), "procMount"));
        return all;
    }

    private record Escalation(String spec, String words) {}

    private static Escalation of(String spec, String words) {
        return new Escalation(spec, words);
    }

    @Test
    void each_is_refused_by_name_and_nothing_is_made_for_it() {
        user.apply(escalations().entrySet().stream()
                .map(escalation -> "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: "
                        + escalation.getKey() + "}, spec: {version: 1.4.2, "
                        + escalation.getValue().spec() + "}}")
                .collect(Collectors.joining("\n---\n")));
        escalations().forEach((name, escalation) -> assertThat(user.awaitReason(name, "NotAllowed"))
                .as(name)
                .contains(escalation.words()));
        assertThat(user.kubectl("get", "deploy,pods,pvc,pdb,networkpolicy", "-o", "name"))
                .isEmpty();
    }
}
