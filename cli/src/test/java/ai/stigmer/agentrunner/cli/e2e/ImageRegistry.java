package ai.stigmer.agentrunner.cli.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A registry on this machine that anyone may pull one image from, under any name, or that stands in the way of it. */
final class ImageRegistry implements AutoCloseable {
    /** Podman asks for TLS unless its configuration names the address: .ci/e2e-cli names this one. */
    static final String ADDRESS = "127.0.0.1:5055";

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final byte[] manifest;
    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Manner manner = Manner.WHOLE;
    private volatile String account = "";

    /** How it hands out layers. */
    enum Manner {
        WHOLE,
        /** The connection ends in the middle of each. */
        CUT,
        /** Nothing comes after the middle of each. */
        STALLED
    }

    /**
     * With an image of these layers, the upper one last.
     *
     * @param layers archives (tar)
     */
    ImageRegistry(List<byte[]> layers) throws IOException {
        var digests = new ArrayList<String>();
        var described = new ArrayList<String>();
        for (var layer : layers) {
            digests.add("\"" + digest(layer) + "\"");
            described.add(add(LAYER, compressed(layer)));
        }
        var config = """
                {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(String.join(",", digests));
        manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(
                        MANIFEST,
                        add("application/vnd.docker.container.image.v1+json", config.getBytes(StandardCharsets.UTF_8)),
                        String.join(",", described))
                .getBytes(StandardCharsets.UTF_8);
        var port = Integer.parseInt(ADDRESS.substring(ADDRESS.indexOf(':') + 1));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/", this::answer);
        server.start();
    }

    void handOut(Manner how) {
        manner = how;
    }

    /** From now on with this name and password alone. */
    void demand(String user, String password) {
        account = basic(user, password);
    }

    /** As in an Authorization header and in config.json's auth. */
    static String basic(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String add(String type, byte[] blob) {
        var digest = digest(blob);
        blobs.put(digest, blob);
        return "{\"mediaType\":\"" + type + "\",\"size\":" + blob.length + ",\"digest\":\"" + digest + "\"}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var given = exchange.getRequestHeaders().getFirst("Authorization");
            if (!account.isEmpty() && !("Basic " + account).equals(given)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"e2e\"");
                send(exchange, 401, "application/json", """
                        {"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}""".getBytes(StandardCharsets.UTF_8));
            } else if (path.contains("/manifests/")) {
                exchange.getResponseHeaders().add("Docker-Content-Digest", digest(manifest));
                send(exchange, 200, MANIFEST, manifest);
            } else if (path.contains("/blobs/")) {
                blob(exchange, blobs.getOrDefault(path.substring(path.lastIndexOf('/') + 1), new byte[0]));
            } else {
                send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A small one, the image's configuration, always comes whole. */
    private void blob(HttpExchange exchange, byte[] blob) throws IOException {
        if (manner == Manner.WHOLE || blob.length < 1000) {
            send(exchange, 200, "application/octet-stream", blob);
            return;
        }
        exchange.sendResponseHeaders(200, blob.length);
        exchange.getResponseBody().write(blob, 0, blob.length / 2);
        exchange.getResponseBody().flush();
        if (manner == Manner.STALLED) {
            await();
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] compressed(byte[] layer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(layer);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
