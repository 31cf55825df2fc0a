package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are this machine. */
class LocalAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:7233, host.docker.internal:7233, 7233",
        "127.0.0.1:7233, host.docker.internal:7233, 7233",
        "http://localhost:11434/v1, http://host.docker.internal:11434/v1, 11434",
        "http://[::1]:8080, http://host.docker.internal:8080, 8080",
        "LOCALHOST, host.docker.internal, 0",
        "localhost:99999, host.docker.internal:99999, 0",
    })
    void localhost_becomes_this_machine(String address, String expected, int port) {
        var result = LocalAddresses.rewrite(runner("temporal: {address: \"" + address + "\"}"));
        assertThat(result.changed())
                .containsExactly(new LocalAddresses.Change("spec.temporal.address", address, expected, port));
        assertThat(Objects.requireNonNull(result.runner().getSpec().temporal()).address())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"temporal:7233", "localhost.example.com:7233", "http://mylocalhost/", "10.127.0.1:80"})
    void others_stay(String address) {
        assertThat(LocalAddresses.rewrite(runner("temporal: {address: \"" + address + "\"}"))
                        .changed())
                .isEmpty();
    }

    @Test
    void on_the_hosts_network_localhost_is_right() {
        assertThat(LocalAddresses.rewrite(runner("temporal: {address: \"localhost:1\"}, network: {mode: Host}"))
                        .changed())
                .isEmpty();
    }

    private static ai.stigmer.agentrunner.api.AgentRunner runner(String spec) {
        var text =
                "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: demo}, spec: {version: 1.4.2, "
                        + spec + "}}";
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)))
                .runners()
                .getFirst()
                .runner();
    }
}
