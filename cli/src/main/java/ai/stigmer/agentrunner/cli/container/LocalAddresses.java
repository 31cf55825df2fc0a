package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** In a container, localhost is the container itself: what the manifest calls localhost is this machine. */
public final class LocalAddresses {
    /** The name under which a container reaches this machine: Docker Desktop's, which others have taken over. */
    public static final String HOST = "host.docker.internal";

    private static final Pattern LOCAL =
            Pattern.compile("(?i)(?<scheme>[a-z][a-z0-9+.-]*://)?(?<host>localhost|127([.][0-9]{1,3}){3}|\\[::1\\])"
                    + "(:(?<port>[0-9]{1,5}))?(?<path>/.*)?");

    private static final Map<String, String> FIELDS = Map.of(
            "temporal", "address",
            "llm", "baseURL",
            "backend", "endpoint");

    private static final int LAST_PORT = 65_535;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LocalAddresses() {}

    /**
     * An AgentRunner whose addresses are right in a container.
     *
     * @param changed those that were not, in the manifest's words
     */
    public record Result(AgentRunner runner, List<Change> changed) {}

    /**
     * An address that is now another.
     *
     * @param port on this machine; 0: none was given, or none that there can be
     */
    public record Change(String field, String from, String to, int port) {}

    private static int port(@Nullable String digits) {
        int port = digits == null ? 0 : Integer.parseInt(digits);
        return port > LAST_PORT ? 0 : port;
    }

    /** Left as it is where the container shares this machine's network. */
    public static Result rewrite(AgentRunner runner) {
        var tree = JSON.<ObjectNode>valueToTree(runner);
        var changes = new ArrayList<Change>();
        if (!"Host".equals(tree.at("/spec/network/mode").asText())) {
            FIELDS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
                var parent = tree.at("/spec/" + entry.getKey());
                var address = parent.path(entry.getValue()).asText();
                var match = LOCAL.matcher(address);
                if (parent instanceof ObjectNode object && match.matches()) {
                    var to = address.substring(0, match.start("host")) + HOST + address.substring(match.end("host"));
                    object.put(entry.getValue(), to);
                    changes.add(new Change(
                            "spec." + entry.getKey() + "." + entry.getValue(), address, to, port(match.group("port"))));
                }
            });
        }
        try {
            return new Result(changes.isEmpty() ? runner : JSON.treeToValue(tree, AgentRunner.class), changes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read before can be read again", e);
        }
    }
}
