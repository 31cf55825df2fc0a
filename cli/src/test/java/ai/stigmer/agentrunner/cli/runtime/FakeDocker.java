package ai.stigmer.agentrunner.cli.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A Docker that answers as a real one was heard to: it knows its volumes, and all else is as it was told. */
public final class FakeDocker implements AutoCloseable {
    /** Of each container that it makes. */
    public static final String ID = "4f66ad9a0b2e8c8f3a0d7a2f3f1d5a7e9b0c1d2e3f405162738495a6b7c8d9e0";

    /** Of a container that never stops writing. */
    static final String ENDLESS = "5f66ad9a0b2e8c8f3a0d7a2f3f1d5a7e9b0c1d2e3f405162738495a6b7c8d9e0";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "sha256:178e26bda23bba50e9f7d937f065ac76b190548451204b0aed045c2d1989aa1f";

    private final HttpServer server;
    private final String version;
    private final String info;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private final Map<String, JsonNode> volumes = new ConcurrentSkipListMap<>();

    private record Answer(int status, String body) {}

    /** With that answer to GET /version. */
    public FakeDocker(String version) throws IOException {
        this(version, "{\"SecurityOptions\":[\"name=seccomp,profile=builtin\"]}");
    }

    /** With that answer to GET /info, too. */
    public FakeDocker(String version, String info) throws IOException {
        this.version = version;
        this.info = info;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** What Docker 29.0.2 says to GET /version. */
    public static String docker29() {
        return """
                {"Platform":{"Name":"Docker Engine - Community"},"Version":"29.0.2","ApiVersion":"1.52",\
                "MinAPIVersion":"1.44","Os":"linux","Arch":"amd64","Components":[{"Name":"Engine","Version":"29.0.2",\
                "Details":{"ApiVersion":"1.52","MinAPIVersion":"1.44"}}]}""";
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        var docker = new FakeDocker(docker29());
        Files.writeString(Path.of(arguments[0]), String.valueOf(docker.port()));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** As DOCKER_HOST. */
    public String host() {
        return "tcp://127.0.0.1:" + port();
    }

    /** It, as the command sees it. */
    public ContainerRuntime connect() {
        return Connector.connect(
                new Endpoints(Map.of()).candidates(Optional.of(host()), Optional.empty()), Optional.empty());
    }

    /**
     * From now on another answer to one call.
     *
     * @param call method and path without the version, e.g. {@code GET /containers/demo/json}
     */
    public void answer(String call, int status, String body) {
        answers.put(call, new Answer(status, body));
    }

    /** The names of those that were made and not removed. */
    public Set<String> volumes() {
        return volumes.keySet();
    }

    /** Method and path of each, in order. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var method = exchange.getRequestMethod();
        requests.add(method + " " + path);
        var body = exchange.getRequestBody().readAllBytes();
        var call = path.replaceFirst("^/v1[.]\\d+", "");
        var wanted = path.startsWith("/v1.") ? Integer.parseInt(path.replaceFirst("^/v1[.](\\d+).*", "$1")) : 44;
        if (wanted < 44 || wanted > 52) {
            send(
                    exchange,
                    400,
                    "{\"message\":\"client version 1." + wanted + " is too old. Minimum supported API version"
                            + " is 1.44, please upgrade your client to a newer version\"}");
            return;
        }
        var other = answers.get(method + " " + call);
        if (other != null) {
            send(exchange, other.status(), other.body());
            return;
        }
        switch (method + " " + call) {
            case "GET /containers/" + ENDLESS + "/logs" -> writeOnAndOn(exchange);
            case "GET /version" -> send(exchange, 200, version);
            case "GET /info" -> send(exchange, 200, info);
            case "POST /volumes/create" -> {
                var volume = JSON.readTree(body);
                volumes.put(volume.path("Name").asText(), volume);
                send(exchange, 201, volume.toString());
            }
            case "GET /volumes" -> send(exchange, 200, "{\"Volumes\":" + volumes.values() + "}");
            case "GET /containers/json" -> send(exchange, 200, "[]");
            case "POST /containers/create" -> send(exchange, 201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}");
            case "GET /containers/" + ID + "/json" -> send(exchange, 200, container("demo", 0, "{}"));
            case "POST /containers/" + ID + "/exec" -> send(exchange, 201, "{\"Id\":\"exec\"}");
            case "GET /exec/exec/json" -> send(exchange, 200, "{\"ExitCode\":0,\"Running\":false}");
            case "POST /containers/" + ID + "/wait" -> send(exchange, 200, "{\"StatusCode\":0}");
            default -> {
                if (call.startsWith("/images/") && call.endsWith("/json") && method.equals("GET")) {
                    send(exchange, 200, "{\"Id\":\"" + IMAGE + "\",\"Config\":{\"User\":\"1000:1000\"}}");
                } else if (call.matches("/(volumes|containers)/[^/]+(/json)?") && method.equals("GET")) {
                    send(exchange, 404, "{\"message\":\"No such object\"}");
                } else {
                    if (call.startsWith("/volumes/") && method.equals("DELETE")) {
                        volumes.remove(call.substring("/volumes/".length()));
                    }
                    send(exchange, method.equals("PUT") ? 200 : 204, "");
                }
            }
        }
    }

    /** Frames of Docker's API, until nobody reads them. */
    private static void writeOnAndOn(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        var line = "line\n".getBytes(StandardCharsets.UTF_8);
        try (var stream = exchange.getResponseBody()) {
            while (true) {
                stream.write(new byte[] {1, 0, 0, 0, 0, 0, 0, (byte) line.length});
                stream.write(line);
                stream.flush();
            }
        }
    }

    /**
     * One that runs and is healthy, as GET /containers/ID/json tells it.
     *
     * @param labels as JSON
     */
    public static String container(String name, int restarts, String labels) {
        return """
                {"Id":"%s","Name":"/%s","Image":"%s","RestartCount":%d,"State":{"Status":"running","Running":true,\
                "ExitCode":0,"StartedAt":"2026-11-26T14:40:59.5Z","FinishedAt":"0001-01-01T00:00:00Z",\
                "Health":{"Status":"healthy","FailingStreak":0,"Log":[]}},"Config":{"Image":"i","Labels":%s},\
                "NetworkSettings":{"Networks":{}}}""".formatted(ID, name, IMAGE, restarts, labels);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
