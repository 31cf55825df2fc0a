package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The objects of a file. That they are the operator's is held by a test on an API server. */
class RenderCommandTest {
    private static final String DEMO = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo, namespace: agents}
            spec:
              version: 1.4.2
              envFrom: [{configMapRef: {name: settings}}]
            """;

    private static final String SETTINGS = """
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: agents}, data: {A: "1"}}
            """;

    @Test
    void each_object_is_a_document_in_the_order_in_which_the_operator_makes_them() {
        var result = Calls.call(DEMO + SETTINGS, "render", "-");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out().lines().filter(line -> line.startsWith("kind: ")))
                .containsExactly("kind: PersistentVolumeClaim", "kind: Deployment");
        assertThat(result.out())
                .startsWith("# AgentRunner agents/demo\napiVersion: v1\n")
                .contains("image: ghcr.io/stigmer/agent-runner:1.4.2")
                .doesNotContain("uid: ", "stigmer.ai/applied", "stigmer.ai/created-for", "local\n      kind");
    }

    @Test
    void a_change_of_a_config_map_in_the_files_is_seen() {
        var before = Calls.call(DEMO + SETTINGS, "render", "-").out();
        var after = Calls.call(DEMO + SETTINGS.replace("\"1\"", "\"2\""), "render", "-")
                .out();
        assertThat(before).contains("stigmer.ai/config:");
        assertThat(after).contains("stigmer.ai/config:").isNotEqualTo(before);
        var without = Calls.call(DEMO, "render", "-");
        assertThat(without.out()).doesNotContain("stigmer.ai/config:");
        assertThat(without.err()).contains("agents/demo: the hash of ConfigMap settings is left out");
    }

    @Test
    void what_the_installation_refuses_is_told_and_nothing_is_printed() {
        var result = Calls.call(
                DEMO + "---\n" + DEMO.replace("name: demo", "name: host") + "  network: {mode: Host}\n", "render", "-");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("-:8: spec.network.mode Host is not allowed")
                .contains("ask whoever runs the operator to set policy.allowHostNetwork to true; where");
    }

    @Test
    void two_namespaces_may_have_agentrunners_of_one_name() {
        var two = DEMO + "---\n" + DEMO.replace("namespace: agents", "namespace: others");
        assertThat(Calls.call(two, "render", "-").out())
                .contains("# AgentRunner agents/demo\n")
                .contains("# AgentRunner others/demo\n");
        assertThat(Calls.call(DEMO + "---\n" + DEMO, "render", "-").err()).contains("give one of them another name");
    }
}
