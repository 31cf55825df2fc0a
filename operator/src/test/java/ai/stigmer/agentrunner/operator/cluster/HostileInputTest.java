package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests at the limits of what the API server takes. None keeps the operator from the others. */
@WithOperator.Installed(flags = OperatorProcess.NETWORK_POLICIES)
class HostileInputTest extends WithOperator {
    /** As many as the CRD allows. */
    private static final int VARIABLES = 512;

    @Tag("faults")
    @Test
    void one_megabyte_of_environment_runs(@TempDir Path folder) throws IOException {
        create(folder, "big", environment(VARIABLES, 2000));
        user.awaitReady("big");
        assertThat(user.deployment("big").getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                        .map(EnvVar::getValue)
                        .filter(value -> value.length() == 2000))
                .hasSize(VARIABLES);
        othersGoOn();
    }

    @Tag("faults")
    @Test
    void one_whose_Deployment_is_too_large_for_etcd_says_so(@TempDir Path folder) throws IOException {
        create(folder, "huge", environment(VARIABLES, 3000));
        assertThat(user.awaitReason("huge", "ObjectRejected")).contains("Deployment huge", "request is too large");
        othersGoOn();
    }

    @Test
    void two_thousand_variables_are_refused_with_the_number_that_is_allowed() {
        assertThat(user.tryApply(manifest("many", environment(2000, 1))).err()).contains("at most 512 items");
    }

    @Test
    void the_longest_name_runs_with_all_that_is_named_after_it() {
        var name = "n".repeat(45);
        user.runner(name, "{version: 1.4.2, replicas: 2, network: {policy: {enabled: true}}}");
        user.awaitReady(name);
        assertThat(user.kubectl("get", "deploy,pvc,pdb,networkpolicy", "-o", "name"))
                .contains("/" + name, "/" + name + "-workspace");
    }

    @Test
    void letters_of_every_kind_reach_the_worker_as_they_are() {
        user.runner("letters", """
                version: 1.4.2
                args: ["\\u0007\\t\\n", "\\u202eright to left", "\\U0001F680 \\u6f22\\u5b57", "$(HOME) `id` ; rm -rf /"]
                env: [{name: A, value: "\\u0000"}]
                workspace: {ephemeral: {}}
                """);
        user.awaitReady("letters");
        var worker = user.deployment("letters")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        assertThat(worker.getArgs())
                .containsExactly(
                        "\u0007\t\n", "\u202eright to left", "\ud83d\ude80 \u6f22\u5b57", "$(HOME) `id` ; rm -rf /");
        assertThat(worker.getEnv())
                .filteredOn(variable -> variable.getName().equals("A"))
                .extracting(EnvVar::getValue)
                .containsExactly("\u0000");
        othersGoOn();
    }

    @Test
    void a_quantity_that_nobody_could_compute_is_refused_before_anything_is_made_of_it() {
        for (var quantity : List.of("1e999999999", "12345678901234567890e999999999", "much")) {
            var name = "q" + Math.floorMod(quantity.hashCode(), 1000);
            user.runner(name, """
                    version: 1.4.2
                    workspace: {ephemeral: {}}
                    env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: '%1$s'}}}]
                    template:
                      volumes: [{name: a, emptyDir: {sizeLimit: '%1$s'}}]
                      sidecars: [{name: b, image: c, resources: {limits: {cpu: '%1$s'}}}]
                    """.formatted(quantity));
            assertThat(user.awaitReason(name, "NotAllowed"))
                    .contains("divisor " + quantity + " is not allowed", "write e.g. 500m, 2 or 4Gi");
        }
        assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty();
        othersGoOn();
    }

    @Test
    void what_the_api_server_quotes_whole_is_told_in_part(@TempDir Path folder) throws IOException {
        var value = "\\u001b[2J" + "x".repeat(400_000);
        create(
                folder,
                "quoted",
                "{version: 1.4.2, workspace: {ephemeral: {}}, template: {nodeSelector: {disk: \"" + value + "\"}}}");
        assertThat(user.awaitReason("quoted", "ObjectRejected"))
                .hasSizeLessThan(4000)
                .contains("spec.template.spec.nodeSelector", "correct the spec, what exists already is kept")
                .doesNotContain("\u001b");
        othersGoOn();
    }

    /** Not by kubectl apply, which adds a copy of it or notes whose each field is. */
    private void create(Path folder, String name, String spec) throws IOException {
        var file = Files.writeString(folder.resolve("manifest.yaml"), manifest(name, spec));
        user.kubectl("create", "-f", file.toString());
    }

    private void othersGoOn() {
        user.runner("other", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("other");
    }

    private static String environment(int variables, int length) {
        return IntStream.range(0, variables)
                .mapToObj(i -> "{name: V" + i + ", value: '" + "x".repeat(length) + "'}")
                .collect(Collectors.joining(",", "{version: 1.4.2, workspace: {ephemeral: {}}, env: [", "]}"));
    }

    private static String manifest(String name, String spec) {
        return "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: " + name + "}, spec: " + spec
                + "}";
    }
}
