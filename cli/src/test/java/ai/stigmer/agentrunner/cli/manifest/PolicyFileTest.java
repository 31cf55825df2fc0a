package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy: {allowRoot: true, allowBuilds: false, allowedMetadata: [example.com, sidecar.istio.io/inject]}",
                "{allowRoot: true, allowedMetadata: [example.com, sidecar.istio.io/inject]}",
                "{replicas: 2, policy: {allowRoot: true, allowedMetadata: [example.com, sidecar.istio.io/inject]}}"
            })
    void it_is_the_charts_values_or_their_part_under_policy(String content) throws IOException {
        var policy = read(content);
        assertThat(policy.allowed()).containsExactly(Permission.ROOT);
        assertThat(policy.metadata().listed()).containsExactlyInAnyOrder("example.com", "sidecar.istio.io/inject");
    }

    @Test
    void every_setting_of_the_chart_is_known() throws IOException {
        var everything = Repository.root().resolve("helm/agentrunner-operator/ci/everything-values.yaml");
        var policy = PolicyFile.read(Optional.of(everything));
        assertThat(policy.allowed()).containsExactlyInAnyOrder(Permission.values());
        assertThat(policy.metadata().listed()).isNotEmpty();
    }

    @Test
    void without_one_what_harms_nobody_else_is_allowed() {
        assertThat(PolicyFile.read(Optional.empty()).allowed())
                .containsExactlyInAnyOrder(Permission.HOST_NETWORK, Permission.NETWORK_POLICIES, Permission.BUILDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policy: {allowRot: true}                   | policy.yaml:1: allowRot is no setting of policy: write allowRoot
            policy: {allowMetadata: [example.com]}     | allowMetadata is no setting of policy: write allowedMetadata
            policy: {allowRoot: perhaps}               | allowRoot: write true or false
            policy: {allowedMetadata: true}            | allowedMetadata: write a list of domains or whole keys, e.g. [example.com,
            policy: {allowedMetadata: ['*.example.com']} | allowedMetadata: write a list of domains or whole keys
            policy: {allowedMetadata: {a: example.com}} | allowedMetadata: write a list of domains or whole keys
            """)
    void what_cannot_be_used_is_refused_with_what_to_write(String content, String sentence) {
        assertThatThrownBy(() -> read(content)).isInstanceOf(Failure.class).hasMessageContaining(sentence);
    }

    private Policy read(String content) throws IOException {
        return PolicyFile.read(Optional.of(Files.writeString(folder.resolve("policy.yaml"), content)));
    }
}
