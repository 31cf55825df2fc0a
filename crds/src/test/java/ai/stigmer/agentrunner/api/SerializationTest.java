package ai.stigmer.agentrunner.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What is read from YAML is written as it was: nothing is added, nothing is lost. */
class SerializationTest {
    private static final KubernetesSerialization CLIENT = new KubernetesSerialization();

    @Test
    void every_field_survives_a_round_trip() {
        assertRoundTrip("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo, namespace: agents}
                spec:
                  version: 1.4.2
                  image: {repository: 'localhost:5001/demo', digest: 'sha256:0', pullPolicy: Always, pullSecrets: [{name: s}]}
                  command: [run]
                  args: ['--fast']
                  replicas: 2
                  suspend: true
                  env: [{name: B, value: '1'}, {name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                  envFrom: [{configMapRef: {name: c}}]
                  temporal:
                    address: temporal:7233
                    namespace: default
                    taskQueue: q
                    maxConcurrency: 4
                    apiKeySecretRef: {name: t, key: k}
                    tls: {secretRef: {name: t}, serverName: temporal}
                  llm:
                    provider: ollama
                    model: m
                    baseURL: http://ollama:11434
                    apiKeySecretRef: {name: l, key: k}
                    maxTokens: 100
                    temperature: 0.7
                  backend: {endpoint: 'stigmer:443', apiKeySecretRef: {name: b, key: k}}
                  workspace:
                    mountPath: /data
                    claim: {size: 2Gi, storageClassName: fast, accessModes: [ReadWriteMany], retention: Delete}
                    existingClaim: {claimName: mine}
                    ephemeral: {sizeLimit: 1Gi}
                  resources: {requests: {cpu: 500m}, limits: {memory: 1Gi}}
                  probes: {startup: {periodSeconds: 1}, readiness: {}, liveness: {exec: {command: [x]}}, disabled: false}
                  security:
                    runAsUser: 1
                    runAsGroup: 2
                    fsGroup: 3
                    readOnlyRootFilesystem: false
                    seccompProfile: {type: RuntimeDefault}
                  network:
                    mode: Pod
                    hostAliases: [{ip: 10.0.0.1, hostnames: [h]}]
                    policy: {enabled: true, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
                  rollout:
                    strategy: RollingUpdate
                    onConfigChange: Ignore
                    terminationGracePeriodSeconds: 5
                    progressDeadlineSeconds: 6
                  disruptionBudget: {minAvailable: 1, maxUnavailable: 50%}
                  serviceAccountName: sa
                  automountServiceAccountToken: true
                  template:
                    labels: {b: '1', a: '2'}
                    annotations: {c: d}
                    nodeSelector: {e: f}
                    tolerations: [{key: k, operator: Exists}]
                    affinity: {nodeAffinity: {}}
                    topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]
                    priorityClassName: p
                    runtimeClassName: r
                    initContainers: [{name: i, image: i}]
                    sidecars: [{name: s, image: s}]
                    volumes: [{name: v, emptyDir: {}}]
                    volumeMounts: [{name: v, mountPath: /v}]
                  build:
                    source:
                      git: {url: 'https://git.example.com/demo', ref: v1, subPath: worker, secretRef: {name: g}}
                      configMap: {name: c}
                      inline: {files: {Dockerfile: FROM a}}
                      workspace: {subPath: worker}
                    dockerfile: Dockerfile.worker
                    target: run
                    args: {B: '1', A: '2'}
                    secrets: [{id: npm, secretKeyRef: {name: n, key: k}}]
                    platforms: [linux/arm64, linux/amd64]
                    output: {repository: 'localhost:5001/demo', insecure: true, pushSecretRef: {name: p}}
                    cache: Volume
                    timeoutSeconds: 60
                    retries: 0
                    historyLimit: 1
                    resources: {limits: {memory: 1Gi}}
                    trigger: again
                status:
                  observedGeneration: 3
                  phase: Ready
                  image: demo:1
                  replicas: 1
                  readyReplicas: 1
                  selector: a=b
                  workspace: {claimName: demo-workspace, capacity: 2Gi, phase: Bound}
                  build:
                    name: demo-build-1
                    hash: '1'
                    phase: Succeeded
                    image: demo@sha256:0
                    commit: c0ffee
                    startTime: '2026-11-24T00:00:00Z'
                    completionTime: '2026-11-24T00:00:00Z'
                    reason: Built
                    message: ''
                    history:
                      - name: demo-build-2
                        hash: '2'
                        phase: Failed
                        image: demo@sha256:1
                        commit: c0ffee
                        startTime: '2026-11-24T00:00:00Z'
                        completionTime: '2026-11-24T00:00:00Z'
                        reason: Dockerfile
                  conditions:
                    - {type: Ready, status: 'True', reason: Available, message: '', lastTransitionTime: '2026-11-24T00:00:00Z', observedGeneration: 3}
                """);
    }

    @Test
    void an_absent_list_and_an_empty_one_stay_different() {
        assertRoundTrip("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec: {network: {policy: {enabled: true}}}
                """);
        assertRoundTrip("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec: {network: {policy: {enabled: true, egress: []}}}
                """);
    }

    /** One AgentRunner of a newer API must not keep an older operator from reading all others. */
    @Test
    void what_a_newer_api_adds_is_passed_over() {
        var runner = read("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec: {version: 1.4.2, future: {}, workspace: {claim: {retention: Archive, tier: cold}}}
                status: {phase: Hibernating, future: 1}
                """);

        assertThat(runner.getSpec().version()).isEqualTo("1.4.2");
        assertThat(runner.getSpec().workspace())
                .isEqualTo(new Workspace(null, new Claim(null, null, null, null), null, null));
        assertThat(runner.getStatus().phase()).isNull();
    }

    /** The status that the API server gives to a fresh object. */
    @Test
    void the_default_status_is_read() {
        var runner = read("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec: {version: 1.4.2}
                status: {observedGeneration: -1}
                """);

        assertThat(runner.getStatus().observedGeneration()).isEqualTo(-1);
        assertThat(runner.getStatus().conditions()).isNull();
    }

    private static void assertRoundTrip(String yaml) {
        assertThat(CLIENT.unmarshal(CLIENT.asJson(read(yaml)), JsonNode.class))
                .isEqualTo(CLIENT.unmarshal(yaml, JsonNode.class));
    }

    private static AgentRunner read(String yaml) {
        return CLIENT.unmarshal(yaml, AgentRunner.class);
    }
}
