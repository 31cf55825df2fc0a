package ai.stigmer.agentrunner.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.Yaml;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static final String EVERY_FIELD = """
            temporal:
              address: temporal:7233
              namespace: default
              taskQueue: agents
              maxConcurrency: 1
              apiKeySecretRef: {name: temporal, key: key}
              tls: {secretRef: {name: tls}, serverName: temporal}
            llm: {provider: PROVIDER, model: m, baseURL: "https://llm", apiKeySecretRef: {name: llm, key: key}, maxTokens: 1, temperature: 0}
            backend: {endpoint: "stigmer:443", apiKeySecretRef: {name: stigmer, key: key}}
            """;

    @Test
    void each_variable_of_the_contract_is_set_by_some_field_and_nothing_else_is() {
        var set = Stream.of("openai", "anthropic", "ollama")
                .map(provider -> EVERY_FIELD.replace("PROVIDER", provider))
                .flatMap(spec -> names(environment(spec, 60)).stream())
                .distinct();
        assertThat(set).containsExactlyInAnyOrderElementsOf(names(Variable.values()));
    }

    @Test
    void they_are_in_the_order_of_the_contract() {
        assertThat(names(Variable.values()))
                .containsSubsequence(names(environment(EVERY_FIELD.replace("PROVIDER", "openai"), 60)));
    }

    @ParameterizedTest
    @CsvSource({"60, 50", "10, 0", "0, 0", "86400, 86390"})
    void work_has_ten_seconds_less_than_the_pod(long grace, String drain) {
        assertThat(environment("{}", grace))
                .filteredOn(variable -> variable.getName().equals("AGENT_RUNNER_DRAIN_SECONDS"))
                .extracting(EnvVar::getValue)
                .containsExactly(drain);
    }

    private static List<EnvVar> environment(String spec, long grace) {
        return Environment.of(Yaml.value(Yaml.parse(spec), AgentRunnerSpec.class), "/workspace", grace);
    }

    private static List<String> names(List<EnvVar> variables) {
        return variables.stream().map(EnvVar::getName).toList();
    }

    private static List<String> names(Variable[] variables) {
        return Arrays.stream(variables).map(Variable::name).toList();
    }
}
