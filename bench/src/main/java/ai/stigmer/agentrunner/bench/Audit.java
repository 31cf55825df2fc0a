package ai.stigmer.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one account asked the API server, from its audit log.
 *
 * @param file one JSON a line
 * @param account the name of a user
 */
record Audit(Path file, String account) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS = Set.of("get", "list", "watch");

    /**
     * How many requests of each sort were answered.
     *
     * @param writes but for Events and the Lease
     * @param refused those of all that were answered with an error
     */
    record Requests(int writes, int events, int reads, int refused) {
        private static final Requests NONE = new Requests(0, 0, 0, 0);

        private Requests plus(Requests other) {
            return new Requests(
                    writes + other.writes, events + other.events, reads + other.reads, refused + other.refused);
        }
    }

    /** The length of the log so far, in bytes. */
    long position() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What was asked in one namespace between two positions.
     *
     * @param except the name of an AgentRunner that doesn't count, nor its objects
     */
    Requests between(long from, long to, String namespace, String except) {
        return lines(from, to)
                .filter(line -> line.contains(account))
                .map(Audit::parse)
                .filter(entry -> isBy(account, entry))
                .filter(entry -> entry.at("/objectRef/namespace").asText().equals(namespace))
                .filter(entry -> !entry.at("/objectRef/name").asText().matches(except + "([-.].*)?"))
                .map(Audit::count)
                .reduce(Requests.NONE, Requests::plus);
    }

    static boolean isBy(String account, JsonNode entry) {
        var user = entry.at("/impersonatedUser/username");
        return (user.isMissingNode() ? entry.at("/user/username") : user)
                .asText()
                .equals(account);
    }

    static Requests count(JsonNode entry) {
        var resource = entry.at("/objectRef/resource").asText();
        var refused = entry.at("/responseStatus/code").asInt() >= 400 ? 1 : 0;
        if (READS.contains(entry.path("verb").asText())) {
            return new Requests(0, 0, 1, refused);
        }
        return switch (resource) {
            case "events" -> new Requests(0, 1, 0, refused);
            case "leases" -> Requests.NONE;
            default -> new Requests(1, 0, 0, refused);
        };
    }

    private Stream<String> lines(long from, long to) {
        try (var channel = FileChannel.open(file)) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
            Channels.newInputStream(channel.position(from)).readNBytes(bytes.array(), 0, bytes.capacity());
            return StandardCharsets.UTF_8.decode(bytes).toString().lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
