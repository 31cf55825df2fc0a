package ai.stigmer.agentrunner.cli.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that has a few objects, or one answer to everything. */
public final class FakeApiServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final int status;
    private final String body;

    private FakeApiServer(int status, String body) throws IOException {
        this.status = status;
        this.body = body;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** With AgentRunners, of which there are none. */
    public static FakeApiServer empty() throws IOException {
        var server = new FakeApiServer(404, status(404, "NotFound", "not found"));
        server.objects.put("/apis/stigmer.ai/v1alpha1", "{\"kind\":\"APIResourceList\"}");
        return server;
    }

    /** That says the same to all. */
    public static FakeApiServer saying(int status, String body) throws IOException {
        return new FakeApiServer(status, body);
    }

    /** As the API server says that it doesn't do something. */
    public static String status(int code, String reason, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code + ",\"reason\":\""
                + reason + "\",\"message\":\"" + message + "\"}";
    }

    /** Method and path of each, in order. */
    public List<String> requests() {
        return requests;
    }

    /** A kubeconfig whose context is of the namespace agents. */
    public Path kubeconfig(Path folder) throws IOException {
        return kubeconfig(folder, server.getAddress().getPort());
    }

    /** The same of any port. */
    public static Path kubeconfig(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: test
                contexts: [{name: test, context: {cluster: here, user: me, namespace: agents}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret, as: viewer}}]
                """.formatted(port));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + path + " as "
                + exchange.getRequestHeaders().getFirst("Impersonate-User"));
        var found = objects.get(path);
        var text = (found == null ? body : found).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(found == null ? status : 200, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
