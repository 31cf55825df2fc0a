package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No field of a manifest is dropped without a word. */
class UnsupportedFieldsTest {
    private static final OperatorModel MODEL = new OperatorModel(new Policy(EnumSet.allOf(Permission.class)));

    /** What a container has as a pod has it, or what is told with what happens instead: by the rest of this test. */
    private static final Set<String> HONOURED = Set.of("""
            version image.repository image.digest image.pullPolicy image.pullSecrets command args replicas
            suspend env envFrom temporal.address temporal.namespace temporal.taskQueue temporal.maxConcurrency
            temporal.apiKeySecretRef.name temporal.apiKeySecretRef.key temporal.tls.secretRef.name
            temporal.tls.serverName llm.provider llm.model llm.baseURL llm.apiKeySecretRef.name
            llm.apiKeySecretRef.key llm.maxTokens llm.temperature backend.endpoint backend.apiKeySecretRef.name
            backend.apiKeySecretRef.key workspace.mountPath workspace.claim.retention
            workspace.existingClaim.claimName resources probes.check probes.startup probes.readiness
            probes.liveness probes.disabled security.runAsUser security.runAsGroup security.fsGroup
            security.readOnlyRootFilesystem security.seccompProfile network.mode network.hostAliases
            network.policy.enabled network.policy.egress rollout.terminationGracePeriodSeconds
            automountServiceAccountToken commonMetadata.labels template.labels template.volumes
            template.volumeMounts build.source.git.url build.source.git.ref build.source.git.subPath
            build.source.configMap.name build.source.inline.files build.source.workspace.subPath
            build.dockerfile build.target build.args build.secrets build.trigger
            """.split("\\s+"));

    @Test
    void every_field_there_is_is_honoured_or_named() {
        assertThat(leaves("", AgentRunnerSpec.class))
                .allMatch(field -> HONOURED.contains(field) || isNamed(field))
                .containsAll(HONOURED);
    }

    private static boolean isNamed(String field) {
        var pointer = "/" + field.replace('.', '/');
        return UnsupportedFields.always().stream().anyMatch(named -> (pointer + "/").startsWith(named + "/"));
    }

    /** Down to where the types are Kubernetes' own. */
    private static Stream<String> leaves(String path, Type type) {
        if (type instanceof ParameterizedType || !(type instanceof Class<?> record) || !record.isRecord()) {
            return Stream.of(path);
        }
        return Stream.of(record.getRecordComponents())
                .flatMap(component -> leaves(
                        path.isEmpty() ? component.getName() : path + "." + component.getName(),
                        component.getGenericType()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 0 | spec.replicas",
                "replicas: 3 | spec.replicas",
                "workspace: {claim: {retention: Delete}} | spec.workspace.claim.retention",
                "automountServiceAccountToken: true | spec.automountServiceAccountToken",
                "commonMetadata: {annotations: {example.com/a: b}} | spec.commonMetadata.annotations",
                "template: {annotations: {example.com/a: b}} | spec.template.annotations",
                "probes: {startup: {timeoutSeconds: 5}} | spec.probes.startup.timeoutSeconds",
                "probes: {liveness: {periodSeconds: 5}} | spec.probes.liveness.periodSeconds",
                "probes: {readiness: {initialDelaySeconds: 5}} | spec.probes.readiness.initialDelaySeconds",
                "probes: {readiness: {successThreshold: 2}} | spec.probes.readiness.successThreshold",
                "probes: {liveness: {exec: {command: [x]}}} | spec.probes.liveness.exec",
            })
    void a_field_is_named_with_what_happens_instead(String spec, String field) {
        assertThat(UnsupportedFields.of(runner(spec)))
                .extracting(ContainerPlan.Unsupported::field)
                .containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 1",
                "workspace: {claim: {retention: Retain}}",
                "probes: {readiness: {initialDelaySeconds: 0, successThreshold: 1, periodSeconds: 5}}",
                "probes: {startup: {periodSeconds: 5, failureThreshold: 9}}",
            })
    void what_is_as_it_would_be_is_not_named(String spec) {
        assertThat(UnsupportedFields.of(runner(spec))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: x, emptyDir: {sizeLimit: 1Gi}} | spec.template.volumes x emptyDir.sizeLimit",
                "{name: x, secret: {secretName: s, items: [{key: k, path: p, mode: 256}]}} | spec.template.volumes x items.mode",
                "{name: x, projected: {sources: [{secret: {name: s, items: [{key: k, path: p, mode: 256}]}}]}}"
                        + " | spec.template.volumes x items.mode",
                "{name: x, emptyDir: {medium: Memory, sizeLimit: 1Gi}} | ''",
                "{name: x, secret: {secretName: s, items: [{key: k, path: p}]}} | ''",
            })
    void of_a_volume_too(String volume, String field) {
        var runner = runner("template: {volumes: [" + volume + "], volumeMounts: [{name: x, mountPath: /x}]}");
        var secrets = Map.of("s", Map.of("k", "v".getBytes(StandardCharsets.UTF_8)));
        var plan = ContainerPlanner.plan(
                runner, MODEL.deployment(runner), new Configuration(secrets, Map.of()), RunOptions.NONE);
        assertThat(plan.unsupported())
                .extracting(ContainerPlan.Unsupported::field)
                .isEqualTo(field.isEmpty() ? List.of() : List.of(field));
    }

    private static AgentRunner runner(String spec) {
        var text = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec:
                  version: 1.4.2
                  %s
                """.formatted(spec);
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)))
                .runners()
                .getFirst()
                .runner();
    }
}
