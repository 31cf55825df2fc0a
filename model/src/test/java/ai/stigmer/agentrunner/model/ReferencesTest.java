package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.spec.References;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    @ParameterizedTest
    @ValueSource(strings = {"data", "0", "team.data-1"})
    void a_claim_is_asked_for_by_its_name(String name) {
        assertThat(existingClaim(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Some text.", "../pods/other", "data/status", "-data", "data?x=1", "%2e%2e", ""})
    void nothing_else_gets_into_a_path(String name) {
        assertThat(existingClaim(name)).isEmpty();
    }

    private static Optional<String> existingClaim(String name) {
        var claim = Yaml.parse("{claimName: '" + name + "'}");
        return References.of(SpecFields.runner(Map.of("workspace.existingClaim", claim)))
                .existingClaim();
    }
}
