package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.NamespacedName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the files say.
 *
 * @param runners in the files' order
 * @param configuration the Secrets and ConfigMaps beside them
 * @param digests of the data of each ConfigMap, as the operator has it
 * @param ignored documents of other kinds, e.g. {@code temporal.yaml:4 Deployment temporal}
 */
public record Manifests(
        List<Source> runners, Configuration configuration, Map<NamespacedName, String> digests, List<String> ignored) {

    public Manifests {
        runners = List.copyOf(runners);
        digests = Map.copyOf(digests);
        ignored = List.copyOf(ignored);
    }

    /**
     * What comes of each AgentRunner.
     *
     * @throws Failure with what is wrong with any of them, each with its position
     */
    public <T> List<T> each(Function<Source, T> function) {
        var results = new ArrayList<T>();
        var problems = new ArrayList<String>();
        for (var source : runners) {
            try {
                results.add(function.apply(source));
            } catch (Failure e) {
                if (e.exitCode() != ExitCode.INVALID) {
                    throw e;
                }
                problems.add(source.position() + ": " + e.sentence());
            }
        }
        if (!problems.isEmpty()) {
            throw Failure.invalid(String.join("\n", problems));
        }
        return results;
    }

    /** Of the ConfigMaps in a namespace, by name. */
    public Map<String, String> digests(String namespace) {
        return digests.entrySet().stream()
                .filter(entry -> entry.getKey().namespace().equals(namespace))
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    /**
     * One AgentRunner.
     *
     * @param tree as it is written
     * @param position where it stands, e.g. {@code demo.yaml:1}
     */
    public record Source(AgentRunner runner, JsonNode tree, String position) {}
}
