package ai.stigmer.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The stopwatch's own watch: as little work as possible between the wire and the clock. */
final class Feed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI objects;
    private final BiConsumer<String, JsonNode> events;
    private volatile boolean closed;
    private String version = "";

    private Feed(HttpClient http, URI objects, BiConsumer<String, JsonNode> events) {
        this.http = http;
        this.objects = objects;
        this.events = events;
    }

    /**
     * Watches; returns once the API server has begun to answer.
     *
     * @param path of the objects, as in /apis/apps/v1/namespaces/default/deployments
     * @param events takes each event's type and object
     */
    static Feed open(Config config, String path, BiConsumer<String, JsonNode> events) {
        try {
            var http = HttpClient.newBuilder()
                    .sslContext(SSLUtils.sslContext(config))
                    .build();
            var feed = new Feed(http, URI.create(config.getMasterUrl()).resolve(path), events);
            var lines = feed.ask();
            Thread.ofVirtual().start(() -> feed.read(lines));
            return feed;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the kubeconfig's certificates can't be read", e);
        }
    }

    private Stream<String> ask() {
        var uri = URI.create(objects + "?watch=true&resourceVersion=" + version);
        try {
            var response = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(uri + " answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The API server ends a watch that can't keep up, e.g. on a busy machine; it goes on where it was. */
    private void read(Stream<String> first) {
        var lines = first;
        while (!closed) {
            try {
                lines.forEach(this::take);
                lines = ask();
            } catch (UncheckedIOException e) {
                if (!closed) {
                    lines = ask();
                }
            }
        }
    }

    private void take(String line) {
        var event = parse(line);
        var object = event.path("object");
        version = object.at("/metadata/resourceVersion").asText();
        events.accept(event.path("type").asText(), object);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }
}
