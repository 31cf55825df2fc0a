package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No field of a spec is ignored. */
class SpecFieldsTest {
    private static final Policy EVERYTHING_ALLOWED = new Policy(EnumSet.allOf(Permission.class));

    /** Specs in which a field is tried: some say nothing in one of them, e.g. a strategy that is the default there. */
    private static final List<Map<String, JsonNode>> CONTEXTS = List.of(
            Map.of(),
            Map.of("workspace.ephemeral", Yaml.parse("{}")),
            Map.of("envFrom", Yaml.parse("[{configMapRef: {name: settings}}]")));

    @TestFactory
    Stream<DynamicTest> each_value_of_a_field_leads_to_another_plan() {
        return SpecFields.all().entrySet().stream()
                .map(field -> dynamicTest("spec." + field.getKey(), () -> allDiffer(field.getKey(), field.getValue())));
    }

    /** Alone, so that no other value's refusal hides it. */
    @TestFactory
    Stream<DynamicTest> each_value_passes_pod_security_restricted_or_is_refused() {
        return SpecFields.all().entrySet().stream().flatMap(field -> field.getValue().stream()
                .map(value -> dynamicTest(
                        "spec." + field.getKey() + ": " + value,
                        () -> isSecure(SpecFields.runner(Map.of(field.getKey(), value))))));
    }

    @Test
    void every_field_has_a_value() {
        Set<String> tried = new HashSet<>();
        SpecFields.all().forEach((path, values) -> values.forEach(value -> addPaths(tried, path, value)));
        assertThat(leaves("", AgentRunnerSpec.class))
                .allSatisfy(leaf -> assertThat(tried).contains(leaf));
    }

    private static void allDiffer(String field, List<JsonNode> values) {
        for (int i = 0; i < values.size(); i++) {
            for (int j = -1; j < i; j++) {
                var one = values.get(i);
                var other = j < 0 ? Map.<String, JsonNode>of() : Map.of(field, values.get(j));
                assertThat(CONTEXTS)
                        .as("spec.%s: %s and %s", field, one, other.values())
                        .anyMatch(context -> !plan(context, Map.of(field, one)).equals(plan(context, other)));
            }
        }
    }

    private static void isSecure(AgentRunner runner) {
        var observed = new FakeCluster().observe(runner, List.of(), Map.of(), Map.of(), List.of());
        assertThat(new Planner(Policy.RESTRICTED).plan(observed, Instant.EPOCH).writes())
                .filteredOn(write -> write.object().getKind().equals("Deployment"))
                .allSatisfy(write -> assertThat(PodSecurityRestricted.violations(
                                Yaml.tree(write.object()).at("/spec/template")))
                        .isEmpty());
    }

    private static String plan(Map<String, JsonNode> context, Map<String, JsonNode> change) {
        var values = new HashMap<>(context);
        values.putAll(change);
        AgentRunner runner = SpecFields.runner(values);
        var observed =
                new FakeCluster().observe(runner, List.of(), Map.of("settings", "1"), Map.of("keys", "1"), List.of());
        var plan = new Planner(EVERYTHING_ALLOWED).plan(observed, Instant.EPOCH);
        // What waits for an existing claim writes nothing: the status tells which.
        return Yaml.write(plan.writes()) + (plan.writes().isEmpty() ? Yaml.write(plan.status()) : "");
    }

    private static Stream<String> leaves(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getType().isRecord()
                        ? leaves(prefix + component.getName() + ".", component.getType())
                        : Stream.of(prefix + component.getName()));
    }

    private static void addPaths(Set<String> paths, String path, JsonNode value) {
        paths.add(path);
        value.properties().forEach(entry -> addPaths(paths, path + "." + entry.getKey(), entry.getValue()));
    }
}
