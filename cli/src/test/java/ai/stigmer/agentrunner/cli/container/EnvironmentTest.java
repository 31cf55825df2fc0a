package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Variables, and {@code $(NAME)} in values, commands and arguments. */
class EnvironmentTest {
    private static final OperatorModel MODEL = new OperatorModel(Policy.RESTRICTED);

    @Test
    void an_override_is_what_later_variables_refer_to() {
        var spec = plan("""
                env: [{name: HOST, value: default}, {name: URL, value: "http://$(HOST)/$(GIVEN)"}]
                """, Map.of("HOST", "mine", "GIVEN", "path"));
        assertThat(EnvironmentPlanner.values(spec.environment()))
                .containsEntry("HOST", "mine")
                .containsEntry("URL", "http://mine/path");
    }

    @Test
    void an_override_of_envFrom_is_what_variables_refer_to() {
        var spec = plan("""
                envFrom: [{configMapRef: {name: settings}}]
                env: [{name: URL, value: "http://$(HOST)"}]
                """, Map.of("HOST", "mine"));
        assertThat(EnvironmentPlanner.values(spec.environment()))
                .containsEntry("HOST", "mine")
                .containsEntry("URL", "http://mine");
    }

    @Test
    void values_of_secrets_get_into_the_command_and_are_not_shown() {
        var spec = plan("""
                command: [worker, "$$(KEY)"]
                args: ["--key=$(KEY)", "--same=$(AGAIN)", "--host=$(HOST)", "--file=$(FILE)"]
                envFrom: [{configMapRef: {name: settings}}]
                env:
                  - {name: KEY, valueFrom: {secretKeyRef: {name: openai, key: api-key}}}
                  - {name: AGAIN, value: "$(KEY)"}
                """, Map.of("FILE", "from-a-file"));
        assertThat(spec.entrypointValues()).containsExactly("worker", "$(KEY)");
        assertThat(spec.argumentValues())
                .containsExactly("--key=sk-secret", "--same=sk-secret", "--host=theirs", "--file=from-a-file");
        assertThat(spec.arguments())
                .extracting(ContainerSpec.Argument::toString)
                .containsExactly("--key=(not shown)", "--same=(not shown)", "--host=theirs", "--file=(not shown)");
        assertThat(spec.toString()).doesNotContain("sk-secret", "from-a-file");
    }

    private static ContainerSpec plan(String spec, Map<String, String> overrides) {
        var text = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec:
                  version: 1.4.2
                %s
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: openai}
                stringData: {api-key: sk-secret}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {HOST: theirs}
                """.formatted(spec.indent(2).stripTrailing());
        var manifests = ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)));
        var runner = manifests.runners().getFirst().runner();
        return ContainerPlanner.plan(
                        runner,
                        MODEL.deployment(runner),
                        manifests.configuration(),
                        new RunOptions(overrides, Optional.empty(), List.of()))
                .spec();
    }
}
