package ai.stigmer.agentrunner.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Podman writes the host's address for the word host-gateway. */
class HostAddressTest {

    @ParameterizedTest
    @CsvSource({"4.3.1, false", "4.6.2, false", "4.7.0, true", "4.9.4-rhel, true", "5.0.0, true", "3.4.4, false"})
    void podman_does_from_4_7_on(String version, boolean knows) {
        assertThat(HostAddress.podmanKnowsTheWord(version)).isEqualTo(knows);
    }
}
