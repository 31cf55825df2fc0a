package ai.stigmer.agentrunner.operator.cluster;

import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Rights;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every request that the API server answered. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS = Set.of("get", "list", "watch");
    /** What one's own rights are, anybody may ask (system:basic-user). The SDK does, for its Lease. */
    private static final String EVERYBODYS = "authorization.k8s.io";

    private final LocalCluster cluster;

    AuditLog(LocalCluster cluster) {
        this.cluster = cluster;
    }

    /** How many bytes there are now. */
    long position() {
        try {
            return Files.size(cluster.auditLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operator's writes in a namespace since: verb, resource and name. */
    List<String> writesSince(long position, String namespace) {
        return read(position, OperatorProcess.ACCOUNT, entries -> entries.filter(
                        entry -> !READS.contains(entry.path("verb").asText()))
                .filter(entry ->
                        namespace.equals(entry.at("/objectRef/namespace").asText()))
                .map(AuditLog::words)
                .toList());
    }

    /** The rights that an account made use of in this run of tests. */
    SortedSet<String> rightsUsed(String account) {
        return read(cluster.auditStart(), account, entries -> {
            var rights = new TreeSet<String>();
            entries.filter(entry -> !isWithoutRight(entry)).forEach(entry -> {
                rights.add(right(entry.path("verb").asText(), entry));
                // An apply that creates needs both.
                if (entry.at("/responseStatus/code").asInt() == 201) {
                    rights.add(right("create", entry));
                }
            });
            return rights;
        });
    }

    /** The rights that an account was told it lacks in this run of tests. */
    SortedSet<String> rightsLacked(String account) {
        return read(cluster.auditStart(), account, entries -> entries.filter(AuditLog::isWithoutRight)
                .map(entry -> right(entry.path("verb").asText(), entry))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The namespaces in which an account asked for anything; an empty name: in all at once. */
    SortedSet<String> namespaces(String account) {
        return read(cluster.auditStart(), account, entries -> {
            var namespaces = new TreeSet<String>();
            entries.forEach(
                    entry -> namespaces.add(entry.at("/objectRef/namespace").asText()));
            return namespaces;
        });
    }

    private <T> T read(long position, String account, Function<Stream<JsonNode>, T> reading) {
        try (var stream = Files.newInputStream(cluster.auditLog())) {
            stream.skipNBytes(position);
            var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)).lines();
            return reading.apply(lines.filter(line -> line.contains(account))
                    .map(AuditLog::parse)
                    .filter(entry -> account.equals(
                            entry.at("/impersonatedUser/username").asText()))
                    .filter(entry -> entry.has("objectRef"))
                    .filter(entry ->
                            !EVERYBODYS.equals(entry.at("/objectRef/apiGroup").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWithoutRight(JsonNode entry) {
        return entry.at("/responseStatus/code").asInt() == 403
                && MissingRight.in(entry.at("/responseStatus/message").asText()).isPresent();
    }

    private static String right(String verb, JsonNode entry) {
        var subresource = entry.at("/objectRef/subresource").asText();
        return Rights.right(
                verb,
                entry.at("/objectRef/resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                entry.at("/objectRef/apiGroup").asText());
    }

    private static String words(JsonNode entry) {
        return entry.path("verb").asText() + " "
                + entry.at("/objectRef/resource").asText() + "/"
                + entry.at("/objectRef/subresource").asText() + " "
                + entry.at("/objectRef/name").asText();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
