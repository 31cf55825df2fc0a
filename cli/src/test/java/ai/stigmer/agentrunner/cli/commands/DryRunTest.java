package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What run --dry-run prints. */
class DryRunTest {
    private static final String MANIFEST = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec:
              version: 1.4.2
              command: [worker, "--token=$(OPENAI_API_KEY)"]
              args: ["--key=$(OPENAI_API_KEY)"]
              llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: openai}
            stringData: {api-key: sk-secret}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void no_value_of_a_secret_is_shown_anywhere(String format) {
        var result = Calls.call(MANIFEST, "run", "--dry-run", "-o", format, "-");
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK.number());
        assertThat(result.out() + result.err())
                .doesNotContain("sk-secret")
                .contains("--key=(not shown)", "--token=(not shown)");
    }
}
