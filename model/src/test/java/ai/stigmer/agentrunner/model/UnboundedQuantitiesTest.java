package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.UnboundedQuantities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantities that nobody should have to compute. */
class UnboundedQuantitiesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Path CRD = Path.of("../manifests/crd/agentrunners.yaml");
    private static final Duration SOON = Duration.ofSeconds(10);

    /** The fields of that type, as the CRD has them: {@code []} stands for a list's element, {@code {}} for a map's value. */
    static Stream<String> fields() {
        var all = new ArrayList<String>();
        collect("", Yaml.read(CRD).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), all);
        return all.stream();
    }

    private static void collect(String path, JsonNode schema, List<String> fields) {
        var isPortOrCount = path.endsWith(".port") || path.endsWith("Available") || path.endsWith("Unavailable");
        if (schema.has("x-kubernetes-int-or-string") && !isPortOrCount) {
            fields.add(path);
        }
        schema.path("properties")
                .properties()
                .forEach(field -> collect(path + "." + field.getKey(), field.getValue(), fields));
        if (schema.has("items")) {
            collect(path + "[]", schema.get("items"), fields);
        }
        if (schema.path("additionalProperties").isObject()) {
            collect(path + "{}", schema.get("additionalProperties"), fields);
        }
    }

    @Test
    void the_definition_has_many_such_fields() {
        assertThat(fields())
                .contains(
                        ".workspace.claim.size",
                        ".template.sidecars[].resources.limits{}",
                        ".template.volumes[].ephemeral.volumeClaimTemplate.spec.resources.requests{}");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void is_refused_wherever_it_stands_at_no_cost_and_whatever_the_policy(String field) {
        for (var text :
                List.of("1e999999999", "1E-999999999", "1e9000000", "9".repeat(100_000), "much", "1e99999999999")) {
            var observed = new FakeCluster().observe(runner(field, text), List.of(), Map.of(), Map.of(), List.of());
            var begun = System.nanoTime();
            var plan = new Planner(new Policy(EnumSet.allOf(Permission.class))).plan(observed, Instant.EPOCH);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(plan.writes()).isEmpty();
            assertThat(plan.status().conditions())
                    .filteredOn(condition -> condition.getType().equals("Stalled"))
                    .singleElement()
                    .satisfies(stalled -> {
                        assertThat(stalled.getReason()).isEqualTo("NotAllowed");
                        assertThat(stalled.getMessage())
                                .startsWith("spec" + field.replace("[]", "[0]").replace("{}", ".cpu") + " ")
                                .endsWith("write e.g. 500m, 2 or 4Gi");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5", "500m", "1Gi", "1.5Gi", "1e3", "1E3", "12E", "100k", "+1", ".5", "5.", "1e-3"})
    void what_people_write_is_none(String text) {
        assertThat(fields()).allSatisfy(field -> assertThat(
                        UnboundedQuantities.in(runner(field, text).getSpec()))
                .isEmpty());
    }

    private static AgentRunner runner(String field, String text) {
        var parts = field.substring(1).split("\\.", -1);
        JsonNode value = JSON.textNode(text);
        for (int i = parts.length - 1; i >= 0; i--) {
            var name = parts[i].replace("[]", "").replace("{}", "");
            if (parts[i].endsWith("{}")) {
                value = JSON.objectNode().set("cpu", value);
            } else if (parts[i].endsWith("[]")) {
                value = JSON.arrayNode().add(value);
            }
            value = JSON.objectNode().set(name, value);
        }
        complete(value);
        var runner = JSON.objectNode();
        runner.putObject("metadata")
                .put("name", "demo")
                .put("namespace", "agents")
                .put("uid", "demo-uid")
                .put("generation", 1);
        runner.set("spec", value);
        return Yaml.value(runner, AgentRunner.class);
    }

    /** What the CRD asks for besides. */
    private static void complete(JsonNode spec) {
        if (spec.path("build") instanceof ObjectNode build) {
            build.putObject("source").putObject("configMap").put("name", "files");
        }
        for (var list : List.of("/env", "/template/initContainers", "/template/sidecars", "/template/volumes")) {
            spec.at(list).forEach(element -> ((ObjectNode) element).put("name", "a"));
        }
    }
}
