package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.operator.testkit.CommandLine;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import ai.stigmer.agentrunner.operator.testkit.WithOperator.Installed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agentrunner render prints is what the operator applies: to apply it in its name changes nothing. */
@Installed(flags = OperatorProcess.NETWORK_POLICIES)
class RenderTest extends WithOperator {
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\n");

    private static final Set<String> OF_THE_CLUSTER = Set.of(Annotations.APPLIED, Annotations.CREATED_FOR);

    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {LEVEL: debug, text: "one\\ntwo\\n"}
            binaryData: {bytes: /+8=}
            ---
            """;

    private static final String FULL = """
            version: 1.4.2
            replicas: 2
            args: ["--verbose", "a: b", "1e3"]
            env: [{name: B, value: "yes"}, {name: A, value: "$(B) 0x10"}]
            envFrom: [{configMapRef: {name: settings}}]
            temporal: {address: "temporal:7233", taskQueue: agents, tls: {serverName: temporal}}
            llm: {provider: openai, temperature: 0.5, apiKeySecretRef: {name: openai, key: api-key}}
            workspace: {claim: {accessModes: [ReadWriteMany], size: 1024Mi}}
            resources: {requests: {cpu: "0.5"}, limits: {memory: 1073741824}}
            network: {policy: {enabled: true}}
            commonMetadata: {labels: {team: agents}, annotations: {note: "line\\nline"}}
            template:
              tolerations: [{key: gpu, operator: Exists}]
              sidecars: [{name: side, image: "busybox:1", args: [sleep, "3600"]}]
              volumes: [{name: scratch, emptyDir: {sizeLimit: 1Gi}}]
            """;

    @Test
    void of_a_manifest_with_nothing_but_a_version() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        assertSame(manifest("version: 1.4.2"), List.of("PersistentVolumeClaim", "Deployment"));
    }

    @Test
    void of_a_manifest_with_all_kinds_of_fields(@TempDir Path folder) throws IOException {
        var policy = Files.writeString(folder.resolve("values.yaml"), "policy: {allowNetworkPolicies: true}\n");
        user.apply(SETTINGS + manifest(FULL));
        user.awaitReady("demo");
        assertSame(
                SETTINGS.replace("{name: settings}", "{name: settings, namespace: " + user.namespace() + "}")
                        + manifest(FULL),
                List.of("PersistentVolumeClaim", "NetworkPolicy", "Deployment", "PodDisruptionBudget"),
                "--policy",
                policy.toString());
    }

    private String manifest(String spec) {
        return "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: demo, namespace: "
                + user.namespace() + "}\nspec:\n" + spec.indent(2);
    }

    private void assertSame(String manifest, List<String> kinds, String... options) {
        var arguments = new String[options.length + 2];
        arguments[0] = "render";
        arguments[1] = "-";
        System.arraycopy(options, 0, arguments, 2, options.length);
        var result = CommandLine.call(manifest, Map.of(), arguments);
        assertThat(result.err()).isEmpty();
        var printed = DOCUMENTS
                .splitAsStream(result.out())
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
        assertThat(printed.stream().map(GenericKubernetesResource::getKind)).containsExactlyElementsOf(kinds);
        printed.forEach(this::assertSame);
    }

    private void assertSame(GenericKubernetesResource printed) {
        var live = CLUSTER.client().resource(printed).require();
        addWhatTheClusterKnows(printed, live);
        var applied = CLUSTER.client()
                .resource(printed)
                .dryRun()
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(Write.OPERATOR)
                        .build());
        assertThat(Serialization.asYaml(withoutTimes(applied))).isEqualTo(Serialization.asYaml(withoutTimes(live)));
    }

    private static void addWhatTheClusterKnows(GenericKubernetesResource printed, GenericKubernetesResource live) {
        var owners = printed.getMetadata().getOwnerReferences();
        owners.forEach(owner -> assertThat(owner.getUid()).isNull());
        owners.forEach(owner ->
                owner.setUid(live.getMetadata().getOwnerReferences().getFirst().getUid()));
        var annotations = new LinkedHashMap<>(printed.getMetadata().getAnnotations());
        live.getMetadata().getAnnotations().forEach((name, value) -> {
            if (OF_THE_CLUSTER.contains(name)) {
                annotations.put(name, value);
            }
        });
        printed.getMetadata().setAnnotations(annotations);
    }

    /** The server notes when a manager has applied, whatever it was. */
    private static GenericKubernetesResource withoutTimes(GenericKubernetesResource object) {
        object.getMetadata().getManagedFields().forEach(entry -> entry.setTime(null));
        return object;
    }
}
