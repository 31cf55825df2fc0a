package ai.stigmer.agentrunner.operator.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    /** Shorter than the server's own limits, at whose end a stall would pass. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(4);

    /** The limits of the server, and the second after which it looks next. */
    private static final int LIMIT_MILLIS = 20_000;

    private final InFlightReconciles inFlight = new InFlightReconciles(() -> 0);
    private final AtomicLong alive = new AtomicLong();
    private final Health health = new Health(
            new WatchLiveness(() -> 0), inFlight, Duration.ofMinutes(3), () -> 0, new HeapUse(alive::get, 100));
    /** More than the buffers of a connection hold. */
    private final String metrics = "metric 1\n".repeat(1_000_000);

    private final Endpoints endpoints = Endpoints.open(new OperatorConfig.Http("127.0.0.1", 0), health, () -> metrics);
    private final List<Socket> clients = new ArrayList<>();

    EndpointsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
        endpoints.close();
    }

    @Test
    void clients_that_send_slowly_or_nothing_do_not_stall_health() throws Exception {
        for (int i = 0; i < 50; i++) {
            client("");
            client("GET /metrics HTTP/1.1\r\nHost: operator\r\nX-Slow: ");
        }
        assertHealthy();
        assertThat(clients.get(1).getInputStream().read())
                .as("the end of the connection of a request that doesn't arrive")
                .isEqualTo(-1);
        assertHealthy();
    }

    @Test
    void clients_that_do_not_take_their_answer_do_not_stall_health() throws Exception {
        for (int i = 0; i < 10; i++) {
            client("GET /metrics HTTP/1.1\r\nHost: operator\r\n\r\n");
        }
        assertHealthy();
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_health_is_served_once_they_are_gone() throws Exception {
        for (int i = 0; i < 300; i++) {
            client("");
        }
        assertThat(clients.getLast().getInputStream().read())
                .as("the end of a connection beyond the limit")
                .isEqualTo(-1);
        for (var client : clients) {
            client.close();
        }
        Awaitility.await().atMost(Duration.ofMillis(LIMIT_MILLIS)).untilAsserted(this::assertHealthy);
    }

    @Test
    void a_heap_that_is_nearly_full_is_told_of_by_a_process_that_is_ready() throws Exception {
        health.started(0);
        assertThat(get("/readyz")).isEqualTo("ok\n");
        alive.set(86);
        assertThat(get("/readyz")).startsWith("ok, but near its memory limit: 86 % of the heap are in use");
    }

    private void client(String sent) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        client.setSoTimeout(LIMIT_MILLIS);
        clients.add(client);
        client.getOutputStream().write(sent.getBytes(US_ASCII));
    }

    private void assertHealthy() throws IOException, InterruptedException {
        assertThat(get("/livez")).isEqualTo("ok\n");
    }

    private String get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoints.port() + path))
                    .timeout(PROBE_TIMEOUT)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
