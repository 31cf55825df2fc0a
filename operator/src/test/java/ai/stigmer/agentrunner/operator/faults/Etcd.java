package ai.stigmer.agentrunner.operator.faults;

import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The test cluster's etcd, through its JSON gateway. */
final class Etcd {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;

    private Etcd(String address) {
        this.address = address;
    }

    static Etcd of(LocalCluster cluster) {
        var settings = cluster.kubeconfig().resolveSibling("kwokctl.yaml");
        try (var lines = Files.lines(settings)) {
            var port = lines.map(String::strip)
                    .filter(line -> line.startsWith("etcdPort:"))
                    .findFirst()
                    .orElseThrow();
            return new Etcd(
                    "http://127.0.0.1:" + port.substring("etcdPort:".length()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets all history: who watches from an older version is told 410 and has to list anew. */
    void compact() {
        var revision = post("/v3/kv/range", "{\"key\":\"AA==\"}")
                .at("/header/revision")
                .asText();
        post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
    }

    private JsonNode post(String path, String body) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
