package ai.stigmer.agentrunner.operator.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves /livez, /readyz and /metrics over plain HTTP. Whoever reaches the port may open connections: each request has a
 * thread of its own and a time by which it must have been sent and answered, so that slow clients hold up nobody.
 */
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /**
     * Limits of the JDK's server, which has no other way to set them: seconds for a request to arrive and for an answer to
     * be taken, and connections open at once (module jdk.httpserver). Probes and scrapes need milliseconds and a handful.
     */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "15",
            "jdk.httpserver.maxConnections", "256");

    private final HttpServer server;

    private Endpoints(HttpServer server) {
        this.server = server;
    }

    /**
     * @param metrics called for each scrape; text in Prometheus' format
     * @throws IOException when the address can't be listened on
     */
    public static Endpoints open(OperatorConfig.Http where, Health health, Supplier<String> metrics)
            throws IOException {
        // The server reads them once, when it is loaded; what the JVM's flags say wins.
        LIMITS.forEach(System.getProperties()::putIfAbsent);
        var server = HttpServer.create(new InetSocketAddress(where.address(), where.port()), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, 404, TEXT, "see /livez, /readyz and /metrics\n"));
        server.createContext("/livez", exchange -> answer(exchange, "not live", health.deadly(), Optional.empty()));
        server.createContext("/readyz", exchange -> answer(exchange, "not ready", health.unready(), health.warning()));
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

    private static void answer(HttpExchange exchange, String what, Optional<String> problem, Optional<String> warning)
            throws IOException {
        problem.ifPresent(why -> LOG.warn("{}: {}", what, why));
        answer(
                exchange,
                problem.isPresent() ? 503 : 200,
                TEXT,
                problem.map(why -> what + ": " + why)
                                .orElse("ok" + warning.map(", but "::concat).orElse(""))
                        + "\n");
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
