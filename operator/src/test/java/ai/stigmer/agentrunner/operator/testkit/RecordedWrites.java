package ai.stigmer.agentrunner.operator.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes to objects of namespaces, but for Leases, as the API server recorded them from a moment on, with what it
 * answered.
 */
public final class RecordedWrites {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final LocalCluster cluster;
    private final long begin;

    private RecordedWrites(LocalCluster cluster, long begin) {
        this.cluster = cluster;
        this.begin = begin;
    }

    public static RecordedWrites fromNow(LocalCluster cluster) {
        try {
            return new RecordedWrites(cluster, Files.size(cluster.auditLog()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Until now.
     *
     * @param words that stand in each entry wanted: the log is long
     */
    public List<JsonNode> by(String words, Predicate<JsonNode> who) {
        try (var in = Files.newInputStream(cluster.auditLog())) {
            in.skipNBytes(begin);
            return new BufferedReader(new InputStreamReader(in, UTF_8))
                    .lines()
                    // The last one may be half there.
                    .filter(line -> line.endsWith("}") && line.contains(words))
                    .map(RecordedWrites::parse)
                    .filter(entry -> !READS.contains(entry.path("verb").asText()))
                    .filter(entry -> entry.at("/objectRef/namespace").isTextual())
                    .filter(entry ->
                            !"leases".equals(entry.at("/objectRef/resource").asText()))
                    .filter(who)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the Jobs that were made in a namespace, each as often as it was. */
    public List<String> jobsMade(String namespace) {
        return by(
                        namespace,
                        write -> "jobs".equals(write.at("/objectRef/resource").asText())
                                && namespace.equals(
                                        write.at("/objectRef/namespace").asText())
                                && write.at("/responseStatus/code").asInt() == 201)
                .stream()
                .map(write -> write.at("/objectRef/name").asText())
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
