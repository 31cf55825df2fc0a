package ai.stigmer.agentrunner.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** /livez, /readyz and /metrics. */
final class HttpEndpoints implements AutoCloseable {
    private final HttpServer server;

    /**
     * Starts to answer.
     *
     * @throws IOException when the port is taken
     */
    HttpEndpoints(int port, Health health, OperatorMetrics metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/livez", exchange -> {
            var dead = health.dead();
            answer(exchange, dead.isEmpty() ? 200 : 503, dead.orElse("ok"));
        });
        server.createContext("/readyz", exchange -> {
            var ready = health.ready();
            answer(exchange, ready ? 200 : 503, ready ? "ok" : "the caches are not filled yet");
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
