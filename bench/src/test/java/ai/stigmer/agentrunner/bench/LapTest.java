package ai.stigmer.agentrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LapTest {

    @Test
    void an_AgentRunner_that_was_ready_before_its_last_change_is_not_ready() {
        assertThat(Lap.isReady(AgentRunner.KIND, runner(2, 1, "True"))).isFalse();
        assertThat(Lap.isReady(AgentRunner.KIND, runner(2, 2, "False"))).isFalse();
        assertThat(Lap.isReady(AgentRunner.KIND, runner(2, 2, "True"))).isTrue();
    }

    @Test
    void a_Deployment_whose_old_pod_still_serves_is_not_ready() {
        assertThat(Lap.isReady("Deployment", deployment(1, 1, 1, 1))).isFalse();
        assertThat(Lap.isReady("Deployment", deployment(2, 2, 1, 1))).isFalse();
        assertThat(Lap.isReady("Deployment", deployment(2, 1, 0, 1))).isFalse();
        assertThat(Lap.isReady("Deployment", deployment(2, 1, 1, 0))).isFalse();
        assertThat(Lap.isReady("Deployment", deployment(2, 1, 1, 1))).isTrue();
    }

    @Test
    void what_was_seen_of_the_generation_before_does_not_count() {
        var lap = new Lap(2, AgentRunner.KIND);
        lap.asks("demo");
        lap.saw("MODIFIED", runner(1, 1, "True"));
        lap.saw("MODIFIED", deployment(2, 1, 1, 1));
        lap.saw("MODIFIED", runner(2, 2, "True"));
        var seen = System.nanoTime();
        lap.saw("MODIFIED", runner(2, 2, "True"));
        lap.awaitDeployed();
        lap.awaitReady();

        assertThat(lap.lastReady()).isBetween(lap.deployed("demo"), seen);
        assertThat(lap.toReady().p50()).isGreaterThan(0);
        assertThat(lap.availableToReady().p50()).isBetween(0.0, lap.toReady().p50());
    }

    private static JsonNode runner(int generation, int observed, String ready) {
        return Audit.parse("""
                {"kind": "AgentRunner", "metadata": {"name": "demo", "generation": %d}, "status": {"conditions": [
                  {"type": "Available", "status": "True", "observedGeneration": %2$d},
                  {"type": "Ready", "status": "%3$s", "observedGeneration": %2$d}]}}
                """.formatted(generation, observed, ready));
    }

    private static JsonNode deployment(int observed, int replicas, int updated, int available) {
        return Audit.parse("""
                {"kind": "Deployment", "metadata": {"name": "demo", "generation": 2}, "spec": {"replicas": 1}, "status":
                  {"observedGeneration": %d, "replicas": %d, "updatedReplicas": %d, "availableReplicas": %d}}
                """.formatted(observed, replicas, updated, available));
    }
}
