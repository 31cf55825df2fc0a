package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.CommandLine;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What the API server and agentrunner validate say to the same files, each with one AgentRunner. */
final class Verdicts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalCluster cluster;
    private final Path folder;
    private int files;

    private Verdicts(LocalCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Of files that are to be added, in that folder. */
    static Verdicts in(Path folder, LocalCluster cluster) {
        return new Verdicts(cluster, folder);
    }

    /**
     * One file more.
     *
     * @param name beginning of the file's name, for failures
     */
    Verdicts add(String name, String manifest) {
        try {
            Files.writeString(folder.resolve("%s.%04d.yaml".formatted(name, files++)), manifest);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each file is refused by both or by none; says how many there are. */
    String assertSame() {
        var server = ofServer();
        var ours = ours();
        var differences = new ArrayList<String>();
        server.forEach((file, message) -> {
            if (!ours.containsKey(file)) {
                differences.add(file + " is refused by the API server alone: " + message + "\n" + content(file));
            }
        });
        ours.forEach((file, message) -> {
            if (!server.containsKey(file)) {
                differences.add(file + " is refused by agentrunner alone: " + message + "\n" + content(file));
            }
        });
        assertThat(differences).isEmpty();
        return files + " manifests, " + server.size() + " of them refused by both";
    }

    private String content(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By file, what is wrong with it. */
    private Map<String, String> ofServer() {
        var result = cluster.kubectl("create", "--dry-run=server", "--validate=strict", "-f", folder.toString());
        var refused = new TreeMap<String, String>();
        var file = Pattern.compile(Pattern.quote(folder + "/") + "([^\" :]+[.]yaml)\"?:? ?(.{0,400})")
                .matcher(result.err());
        for (int from = 0; file.find(from); from = file.start(2)) {
            refused.put(file.group(1), file.group(2));
        }
        return refused;
    }

    /** But for what a policy allows or not. */
    private Map<String, String> ours() {
        var result = CommandLine.call("", Map.of(), "validate", "-o", "json", folder.toString());
        var refused = new TreeMap<String, String>();
        StreamSupport.stream(findings(result.out()).spliterator(), false)
                .filter(finding -> finding.path("severity").asText().equals("error"))
                .filter(finding -> !finding.path("rule").asText().equals("NotAllowed"))
                .forEach(finding -> refused.put(
                        Path.of(finding.path("file").asText()).getFileName().toString(),
                        finding.path("message").asText()));
        return refused;
    }

    private static JsonNode findings(String json) {
        try {
            return JSON.readTree(json).path("findings");
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
