package ai.stigmer.agentrunner.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command of {@code check: TemporalConnection}, run on connections of this process. */
class ConnectionCheckTest {
    private record Answer(int exitCode, String output) {}

    @BeforeAll
    static void needs_the_connections_of_linux() {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void succeeds_while_there_is_an_established_connection(String host) throws Exception {
        var address = InetAddress.getByName(host);
        assumeTrue(host.equals("127.0.0.1") || Files.isReadable(Path.of("/proc/net/tcp6")));
        try (var temporal = new ServerSocket(0, 1, address)) {
            var port = temporal.getLocalPort();
            assertThat(ask("temporal:" + port).exitCode())
                    .as("a port that is only listened on")
                    .isEqualTo(1);
            try (var client = new Socket(address, port);
                    var served = temporal.accept()) {
                assertThat(client.isConnected() && served.isConnected()).isTrue();
                assertThat(ask("temporal:" + port)).isEqualTo(new Answer(0, ""));
                assertThat(ask("[" + host + "]:" + port)).isEqualTo(new Answer(0, ""));
            }
            assertThat(ask("temporal:" + port).exitCode())
                    .as("once it is closed")
                    .isEqualTo(1);
        }
    }

    /** What the kubelet shows in an Event. */
    @Test
    void says_what_there_is_not() throws Exception {
        assertThat(ask("temporal:1")).isEqualTo(new Answer(1, """
                no established connection to the port of Temporal at temporal:1
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "temporal", "temporal:", "temporal:seven"})
    void fails_without_a_port(String address) throws Exception {
        assertThat(ask(address).exitCode()).isEqualTo(1);
    }

    private static Answer ask(String address) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(ProbeDefaults.CONNECTION_COMMAND);
        builder.environment().put("TEMPORAL_SERVICE_ADDRESS", address);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }
}
