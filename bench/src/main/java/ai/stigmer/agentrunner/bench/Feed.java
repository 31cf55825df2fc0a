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
    private final Stream<String> lines;

    private Feed(HttpClient http, Stream<String> lines) {
        this.http = http;
        this.lines = lines;
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
            var uri = URI.create(config.getMasterUrl()).resolve(path + "?watch=true");
            var response = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(uri + " answers " + response.statusCode());
            }
            var feed = new Feed(http, response.body());
            Thread.ofVirtual().start(() -> feed.read(events));
            return feed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the kubeconfig's certificates can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends with the connection. */
    private void read(BiConsumer<String, JsonNode> events) {
        try {
            lines.forEach(line -> {
                var event = parse(line);
                events.accept(event.path("type").asText(), event.path("object"));
            });
        } catch (UncheckedIOException closed) {
            // A lap whose events are missing fails by its deadline.
        }
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
        http.shutdownNow();
    }
}
