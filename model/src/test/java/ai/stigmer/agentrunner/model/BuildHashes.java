package ai.stigmer.agentrunner.model;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.build.BuildHash;
import ai.stigmer.agentrunner.model.spec.Defaults;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hashes of builds in a case's files: HASH stands for that of its AgentRunner, FORMER for that of what was
 * reconciled last before, OLDER for those before that. They say nothing to a reader, and change with every field that
 * is added.
 *
 * @param hash empty: nothing is built
 */
record BuildHashes(Optional<String> hash, List<String> former) {
    static final BuildHashes NONE = new BuildHashes(Optional.empty(), List.of());
    private static final String HASH = "HASH";
    private static final String FORMER = "FORMER";
    private static final String OLDER = "OLDER";

    static Optional<String> of(AgentRunner runner, Map<String, String> configMaps) {
        var source = runner.getSpec().build() == null
                ? null
                : runner.getSpec().build().source();
        if (source == null
                || (source.configMap() != null
                        && !configMaps.containsKey(source.configMap().name()))) {
            return Optional.empty();
        }
        return Optional.of(BuildHash.of(Defaults.complete(runner), configMaps));
    }

    /** Those of what is reconciled next. */
    BuildHashes then(Optional<String> next) {
        return new BuildHashes(
                next, Stream.concat(hash.stream(), former.stream()).toList());
    }

    JsonNode fill(JsonNode tree) {
        var text = Yaml.write(tree);
        text = hash.isPresent() ? text.replace(HASH, hash.get()) : text;
        return Yaml.parse(former.isEmpty() ? text : text.replace(FORMER, former.getFirst()));
    }

    String mask(String text) {
        var masked = hash.isPresent() ? text.replace(hash.get(), HASH) : text;
        for (var earlier : former) {
            masked = masked.replace(earlier, earlier.equals(former.getFirst()) ? FORMER : OLDER);
        }
        return masked;
    }
}
