package ai.stigmer.agentrunner.operator.faults;

import ai.stigmer.agentrunner.testing.Eventually;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A toxiproxy between a client and the API server of the test cluster. */
final class Proxy implements AutoCloseable {
    private static final Pattern SERVER = Pattern.compile("server: https://[^:\\s]+:(\\d+)");

    private final Process process;
    private final String address;
    private final Path kubeconfig;

    private Proxy(Process process, String address, Path kubeconfig) {
        this.process = process;
        this.address = address;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Lets everything through as yet.
     *
     * @param client the kubeconfig of who is to go through it
     */
    static Proxy before(LocalCluster cluster, Path client) {
        try {
            var program = program();
            var api = freePort();
            var port = freePort();
            var process = new ProcessBuilder(program, "-host", "127.0.0.1", "-port", Integer.toString(api))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var direct = Files.readString(client);
            var server = SERVER.matcher(direct);
            if (!server.find()) {
                throw new IllegalStateException("no server in " + client);
            }
            var upstream = server.group(1);
            var kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
            // The API server's certificate is for 127.0.0.1, whatever the port.
            Files.writeString(kubeconfig, server.replaceAll("server: https://127.0.0.1:" + port));
            var proxy = new Proxy(process, "http://127.0.0.1:" + api, kubeconfig);
            Eventually.isTrue("the proxy starts", () -> proxy.answers());
            proxy.send(
                    "POST",
                    "/proxies",
                    "{\"name\":\"api\",\"listen\":\"127.0.0.1:" + port + "\",\"upstream\":\"127.0.0.1:" + upstream
                            + "\",\"enabled\":true}");
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a client that goes through the proxy. */
    Path kubeconfig() {
        return kubeconfig;
    }

    /** Connections are closed, and new ones refused. */
    void cut() {
        send("POST", "/proxies/api", "{\"enabled\":false}");
    }

    /** Every byte comes late, by so many milliseconds, half as many more or less. */
    void delay(int milliseconds) {
        toxic("latency", "downstream", "{\"latency\":" + milliseconds + ",\"jitter\":" + milliseconds / 2 + "}");
    }

    /** Each connection is closed after so many bytes from the API server, in the middle of whatever it was. */
    void truncate(int bytes) {
        toxic("limit_data", "downstream", "{\"bytes\":" + bytes + "}");
    }

    /** Each connection is reset with a RST as soon as the API server says something. */
    void reset() {
        toxic("reset_peer", "downstream", "{\"timeout\":0}");
    }

    /** Nothing comes through either way, and no connection is closed: a cable is unplugged. */
    void swallow() {
        toxic("timeout", "upstream", "{\"timeout\":0}");
        toxic("timeout", "downstream", "{\"timeout\":0}");
    }

    /** Lets everything through again. Connections whose bytes were lost are closed. */
    void mend() {
        send("POST", "/reset", "");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void toxic(String type, String stream, String attributes) {
        send(
                "POST",
                "/proxies/api/toxics",
                "{\"type\":\"" + type + "\",\"stream\":\"" + stream + "\",\"attributes\":" + attributes + "}");
    }

    private boolean answers() {
        try {
            send("GET", "/version", "");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void send(String method, String path, String body) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address + path))
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String program() throws IOException {
        var tool = new ProcessBuilder(
                        Repository.root().resolve("tools/proxy-server").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = tool.inputReader()) {
            var path = out.readLine();
            if (path == null) {
                throw new IllegalStateException("tools/proxy-server failed");
            }
            return path;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
