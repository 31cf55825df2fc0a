package ai.stigmer.agentrunner.operator.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves /livez, /readyz and /metrics over plain HTTP. */
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;

    private Endpoints(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param metrics called for each scrape; text in Prometheus' format
     * @throws IOException when the address can't be listened on
     */
    public static Endpoints open(OperatorConfig.Http where, Health health, Supplier<String> metrics)
            throws IOException {
        var server = HttpServer.create(new InetSocketAddress(where.address(), where.port()), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, 404, TEXT, "see /livez, /readyz and /metrics\n"));
        server.createContext("/livez", exchange -> answer(exchange, "not live", health.deadly()));
        server.createContext("/readyz", exchange -> answer(exchange, "not ready", health.unready()));
        server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS, metrics.get()));
        server.start();
        return new Endpoints(server);
    }

    /** The port that is listened on, also where 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String what, Optional<String> problem) throws IOException {
        problem.ifPresent(why -> LOG.warn("{}: {}", what, why));
        answer(
                exchange,
                problem.isPresent() ? 503 : 200,
                TEXT,
                problem.map(why -> what + ": " + why).orElse("ok") + "\n");
    }

    private static void answer(HttpExchange exchange, int code, String type, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            var isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(code, isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
