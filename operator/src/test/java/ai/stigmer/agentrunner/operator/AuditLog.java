package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** Every request that the API server answered. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final LocalCluster cluster;

    AuditLog(LocalCluster cluster) {
        this.cluster = cluster;
    }

    /** How many lines there are now. */
    long position() {
        try (var lines = Files.lines(cluster.auditLog())) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operator's writes in a namespace since: verb, resource and name. */
    List<String> writesSince(long position, String namespace) {
        try (var lines = Files.lines(cluster.auditLog())) {
            return lines.skip(position)
                    .map(AuditLog::parse)
                    .filter(entry -> OperatorProcess.ACCOUNT.equals(
                            entry.at("/impersonatedUser/username").asText()))
                    .filter(entry -> !READS.contains(entry.path("verb").asText()))
                    .filter(entry ->
                            !"leases".equals(entry.at("/objectRef/resource").asText()))
                    .map(entry -> entry.path("verb").asText() + " "
                            + entry.at("/objectRef/resource").asText() + "/"
                            + entry.at("/objectRef/subresource").asText() + " "
                            + entry.at("/objectRef/name").asText())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
