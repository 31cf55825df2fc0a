package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.rule.AllowedMetadata;
import ai.stigmer.agentrunner.model.rule.BuildBounds;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What AgentRunners may ask for, as the chart's values say it. */
public final class PolicyFile {
    private static final Set<Permission> BY_DEFAULT =
            Set.of(Permission.HOST_NETWORK, Permission.NETWORK_POLICIES, Permission.BUILDS);

    private static final Map<String, Permission> SETTINGS = Arrays.stream(Permission.values())
            .collect(Collectors.toMap(permission -> withoutPrefix(permission.setting()), Function.identity()));

    private static final String METADATA = withoutPrefix(AllowedMetadata.SETTING);

    private PolicyFile() {}

    private static String withoutPrefix(String setting) {
        return setting.substring("policy.".length());
    }

    /**
     * On this machine: of that file, the values of the chart or their part under policy, else what harms nobody but its user.
     *
     * @param file empty: none was given
     */
    public static Policy read(Optional<Path> file) {
        return file.map(PolicyFile::read).orElseGet(() -> new Policy(BY_DEFAULT));
    }

    /**
     * The same for a cluster, where an installation allows nothing beyond Pod Security restricted unless it says so.
     *
     * @param file empty: none was given
     */
    public static Policy readForCluster(Optional<Path> file) {
        return file.map(PolicyFile::read).orElse(Policy.RESTRICTED);
    }

    private static Policy read(Path file) {
        var documents = YamlReader.read(file.toString(), BoundedFile.text(file, YamlReader.CHARACTERS));
        if (documents.size() != 1) {
            throw Failure.invalid(file + ": write one document with policy: {allowRoot: true} and the like");
        }
        var document = documents.getFirst();
        var isWhole = document.tree().has("policy");
        var settings = isWhole ? document.tree().path("policy") : document.tree();
        var allowed = EnumSet.noneOf(Permission.class);
        var metadata = new TreeSet<String>();
        for (var entry : settings.properties()) {
            var name = entry.getKey();
            var where = document.position((isWhole ? ".policy." : ".") + name) + ": " + name;
            if (name.equals(METADATA)) {
                metadata.addAll(metadata(where, entry.getValue()));
            } else if (isAllowed(where, name, entry.getValue())) {
                allowed.add(SETTINGS.get(name));
            }
        }
        return new Policy(allowed, new AllowedMetadata(metadata), BuildBounds.NONE);
    }

    private static boolean isAllowed(String where, String name, JsonNode value) {
        if (!SETTINGS.containsKey(name)) {
            var known = new TreeSet<>(SETTINGS.keySet());
            known.add(METADATA);
            throw Failure.invalid(where + " is no setting of policy: write "
                    + Similar.to(name, known).orElseGet(() -> "one of " + String.join(", ", known)));
        }
        if (!value.isBoolean()) {
            throw Failure.invalid(where + ": write true or false");
        }
        return value.asBoolean();
    }

    private static List<String> metadata(String where, JsonNode value) {
        var entries = value.valueStream().map(JsonNode::asText).toList();
        if (!value.isArray() || !entries.stream().allMatch(AllowedMetadata::isEntry)) {
            throw Failure.invalid(
                    where + ": write a list of domains or whole keys, e.g. [example.com, sidecar.istio.io/inject]");
        }
        return entries;
    }
}
