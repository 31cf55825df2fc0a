package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is allowed on this machine: by default what harms nobody but its user, else what the chart's values say. */
public final class PolicyFile {
    private static final Set<Permission> BY_DEFAULT =
            Set.of(Permission.HOST_NETWORK, Permission.NETWORK_POLICIES, Permission.BUILDS);

    private static final Map<String, Permission> SETTINGS = Arrays.stream(Permission.values())
            .collect(Collectors.toMap(
                    permission -> permission.setting().substring("policy.".length()), Function.identity()));

    private PolicyFile() {}

    /**
     * Of that file, the values of the chart or their part under policy.
     *
     * @param file empty: none was given
     */
    public static Policy read(Optional<Path> file) {
        return file.map(PolicyFile::read).orElseGet(() -> new Policy(BY_DEFAULT));
    }

    private static Policy read(Path file) {
        var documents = YamlReader.read(file.toString(), EnvFile.content(file));
        if (documents.size() != 1) {
            throw Failure.invalid(file + ": write one document with policy: {allowRoot: true} and the like");
        }
        var document = documents.getFirst();
        var isWhole = document.tree().has("policy");
        var settings = isWhole ? document.tree().path("policy") : document.tree();
        var allowed = EnumSet.noneOf(Permission.class);
        for (var entry : settings.properties()) {
            var path = (isWhole ? ".policy." : ".") + entry.getKey();
            var permission = SETTINGS.get(entry.getKey());
            if (permission == null) {
                throw Failure.invalid(
                        document.position(path) + ": " + entry.getKey() + " is no setting of policy: write "
                                + Similar.to(entry.getKey(), SETTINGS.keySet())
                                        .orElseGet(() -> "one of " + String.join(", ", SETTINGS.keySet())));
            }
            if (!entry.getValue().isBoolean()) {
                throw Failure.invalid(document.position(path) + ": " + entry.getKey() + ": write true or false");
            }
            if (entry.getValue().asBoolean()) {
                allowed.add(permission);
            }
        }
        return new Policy(allowed);
    }
}
