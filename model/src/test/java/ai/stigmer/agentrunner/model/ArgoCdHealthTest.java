package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Argo CD's health of each status that a golden case leads to. */
class ArgoCdHealthTest {

    @TestFactory
    Stream<DynamicTest> argo_cd_shows_a_phase_as_its_users_expect() {
        return statuses().stream()
                .map(folder ->
                        dynamicTest(folder.getFileName().toString().replace('-', ' '), () -> check(runner(folder))));
    }

    /** Else the table of phases below would be proved by nothing. */
    @Test
    void the_cases_lead_to_every_health() {
        var seen = statuses().stream()
                .map(folder -> ArgoCdHealth.of(runner(folder)).status())
                .collect(Collectors.toSet());
        assertThat(seen).containsExactlyInAnyOrder("Healthy", "Progressing", "Suspended", "Degraded");
    }

    @Test
    void a_sync_waits_for_the_operator_to_see_the_new_spec() {
        var runner = runner(GoldenCase.CASES.resolve("status/available-pods-mean-ready"));
        assertThat(ArgoCdHealth.of(runner).status()).isEqualTo("Healthy");
        var generation = runner.at("/metadata/generation").asLong();
        ((ObjectNode) runner.get("metadata")).put("generation", generation + 1);
        assertThat(ArgoCdHealth.of(runner).status()).isEqualTo("Progressing");
    }

    @Test
    void an_agentrunner_that_no_operator_has_seen_is_progressing() {
        var fresh = "metadata: {name: demo, generation: 1}\nspec: {version: 1.4.2}\n";
        assertThat(ArgoCdHealth.of(Yaml.parse(fresh)).status()).isEqualTo("Progressing");
        var asTheApiServerMakesIt = fresh + "status: {observedGeneration: -1}\n";
        assertThat(ArgoCdHealth.of(Yaml.parse(asTheApiServerMakesIt)).status()).isEqualTo("Progressing");
    }

    private static void check(JsonNode runner) {
        var status = runner.get("status");
        var health = ArgoCdHealth.of(runner);
        var expected =
                switch (status.path("phase").asText()) {
                    case "Ready" -> "Healthy";
                    case "Suspended" -> "Suspended";
                    case "Failed" -> "Degraded";
                    // The old pods serve: until the deadline that is a rollout, as it is with a Deployment.
                    case "Degraded" -> condition(status, "Stalled").isMissingNode() ? "Progressing" : "Degraded";
                    default -> "Progressing";
                };
        assertThat(health.status()).isEqualTo(expected);
        var ready = condition(status, "Ready");
        assertThat(health.message())
                .isEqualTo(ready.path("reason").asText() + ": "
                        + ready.path("message").asText());
    }

    /** The AgentRunner of a case with the status that it comes to. */
    private static JsonNode runner(Path folder) {
        var runner = (ObjectNode) Yaml.read(folder.resolve("in-agentrunner.yaml"));
        runner.set("status", Yaml.read(folder.resolve("out-status.yaml")));
        return runner;
    }

    private static JsonNode condition(JsonNode status, String type) {
        return StreamSupport.stream(status.path("conditions").spliterator(), false)
                .filter(condition -> type.equals(condition.path("type").asText()))
                .findFirst()
                .orElse(Yaml.parse("{}").path("absent"));
    }

    private static List<Path> statuses() {
        return GoldenCase.folders().stream()
                .filter(folder -> Files.exists(folder.resolve("out-status.yaml")))
                .toList();
    }
}
