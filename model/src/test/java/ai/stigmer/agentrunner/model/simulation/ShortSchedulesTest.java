package ai.stigmer.agentrunner.model.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every order of events of short scenarios, with a crash before and after each request, or a failure of each, or anything
 * a person does at any moment. What is tried grows with each step, so the scenarios begin where things get interesting.
 */
class ShortSchedulesTest {
    private static final String CREATED = "makes the AgentRunner again";

    private static final String DELETING = "makes the AgentRunner again, with retention Delete";

    private static final String REFUSED = "makes the AgentRunner again, with what is refused";

    private static final Budget CALM = new Budget(0, 0, 0, 9);
    private static final Budget ONE_FAILURE = new Budget(1, 0, 0, 9);
    private static final Budget ONE_CRASH = new Budget(0, 1, 0, 9);
    private static final Budget ONE_WATCH = new Budget(0, 0, 1, 9);

    private static final String HELD = "deletes the AgentRunner, which a finalizer holds";

    @Test
    void a_crash_on_the_way_to_ready() {
        explore(ONE_CRASH, List.of(CREATED));
    }

    @Test
    void a_failure_on_the_way_to_ready() {
        explore(ONE_FAILURE, List.of(CREATED));
    }

    @Test
    void a_strangers_deployment_in_the_same_instant() {
        explore(CALM, List.of(CREATED, "makes a Deployment demo of their own"));
    }

    @Test
    void a_strangers_claim_in_the_same_instant() {
        explore(
                CALM,
                List.of(CREATED, "makes a PersistentVolumeClaim demo-workspace of their own, labelled like ours"));
    }

    @Test
    void a_stranger_replaces_the_deployment_while_it_changes() {
        explore(
                CALM,
                List.of("sets version 1.1.0", "deletes Deployment demo", "makes a Deployment demo of their own"),
                CREATED,
                "makes the workspace ephemeral",
                "suspends it");
    }

    @Test
    void deleted_and_made_again_though_nothing_was_made_of_it() {
        explore(
                ONE_WATCH,
                List.of("deletes the AgentRunner", CREATED),
                CREATED,
                "asks for the host's network, which is refused");
    }

    @Test
    void deleted_and_made_again_while_its_status_is_written() {
        explore(CALM, List.of(REFUSED, "deletes the AgentRunner", REFUSED));
    }

    @Test
    void a_crash_while_an_earlier_AgentRunners_claim_is_taken_up_by_one_that_would_delete_it() {
        exploreAtRest(ONE_CRASH, List.of(DELETING), CREATED, "deletes the AgentRunner");
    }

    @Test
    void what_goes_while_a_finalizer_holds_its_AgentRunner_is_not_made_again() {
        exploreAtRest(
                ONE_CRASH,
                List.of("deletes Deployment demo", "removes the finalizer of the AgentRunner"),
                CREATED,
                "makes the workspace ephemeral",
                "suspends it",
                HELD);
    }

    @Test
    void drift_while_a_pod_gets_ready() {
        explore(CALM, List.of("loses a node with a pod on it", "strips Deployment demo of a label"), CREATED);
    }

    @Test
    void a_crash_while_an_image_is_built() {
        explore(ONE_CRASH, List.of("builds from one"), CREATED, "makes the workspace ephemeral", "suspends it");
    }

    @Test
    void a_build_that_no_node_takes_loses_its_turn_to_one_that_waits() {
        explore(
                CALM,
                List.of("lets another AgentRunner build"),
                CREATED,
                "makes the workspace ephemeral",
                "suspends it",
                "builds from unschedulable");
    }

    @Test
    void a_build_that_lost_its_turn_gets_it_back_once_the_other_is_gone() {
        explore(
                CALM,
                List.of("deletes the other AgentRunner"),
                CREATED,
                "makes the workspace ephemeral",
                "suspends it",
                "lets another AgentRunner build",
                "builds from unschedulable");
    }

    private static void explore(Budget budget, List<String> script, String... before) {
        var world = new World(budget, script, false);
        for (var edit : before) {
            Edits.named(edit).act().accept(world.server);
        }
        world.rest();
        explore(world);
    }

    /** All comes to rest after each edit before. */
    private static void exploreAtRest(Budget budget, List<String> script, String... before) {
        var world = new World(budget, script, false);
        for (var edit : before) {
            Edits.named(edit).act().accept(world.server);
            world.rest();
        }
        explore(world);
    }

    private static void explore(World world) {
        var states = Explorer.explore(world);
        assertThat(states).isGreaterThan(20);
    }
}
