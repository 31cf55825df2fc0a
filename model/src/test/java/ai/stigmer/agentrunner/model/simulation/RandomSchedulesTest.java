package ai.stigmer.agentrunner.model.simulation;

import static org.assertj.core.api.Assertions.fail;

import ai.stigmer.agentrunner.model.render.RenderingRevision;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Long schedules by chance, a new one for each seed. {@code -Dsimulation.seeds=100000} tries more, {@code
 * -Dsimulation.seed=7} only the one, and tells its story.
 */
class RandomSchedulesTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 100);
    private static final int MOVES = 120;
    private static final Budget BUDGET = new Budget(4, 3, 4, 7);
    private static final List<String> BEGINNING = List.of("makes the AgentRunner again");

    @Test
    void users_who_wait_get_what_they_would_get_had_nothing_gone_wrong() {
        search(new Setting(true, RenderingRevision.CURRENT, BEGINNING));
    }

    @Test
    void builds_take_turns_though_no_node_takes_one_of_them() {
        search(new Setting(
                false,
                RenderingRevision.CURRENT,
                List.of(
                        "makes the AgentRunner again",
                        "makes the workspace ephemeral",
                        "builds from unschedulable",
                        "lets another AgentRunner build")));
    }

    @Test
    void users_in_a_hurry_get_what_they_asked_for_last() {
        search(new Setting(false, RenderingRevision.CURRENT, BEGINNING));
    }

    /** Where it wasn't killed before, the operator is upgraded when all is at rest, and must find nothing to write. */
    @Test
    void users_in_a_hurry_get_what_they_asked_for_last_though_the_operator_is_upgraded_meanwhile() {
        search(new Setting(false, new RenderingRevision(1), BEGINNING));
    }

    /**
     * What the schedules begin with.
     *
     * @param patient whether users wait until all is at rest before they go on
     * @param revision by which the operator makes new pods until it starts again
     * @param beginning edits
     */
    private record Setting(boolean patient, RenderingRevision revision, List<String> beginning) {}

    private static void search(Setting setting) {
        var only = Long.getLong("simulation.seed");
        var seeds = only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
        seeds.parallel()
                .filter(seed -> failure(setting, random(seed), only != null) != null)
                .findFirst()
                .ifPresent(seed -> explain(setting, seed));
    }

    private static RandomChooser random(long seed) {
        return new RandomChooser(new Random(seed), MOVES);
    }

    private static void explain(Setting setting, long seed) {
        var chooser = random(seed);
        failure(setting, chooser, false);
        var shortest = Schedule.shrink(
                chooser.schedule(), schedule -> failure(setting, new Schedule(schedule), false) != null);
        fail("seed " + seed + ": " + failure(setting, new Schedule(shortest), false)
                + "\nreplay: ./mvnw -pl crds,model test -Dtest=RandomSchedulesTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dsimulation.seed=" + seed);
    }

    /** What went wrong, and how it came to it; null: nothing. */
    private static @Nullable String failure(Setting setting, Chooser chooser, boolean tells) {
        var world = new World(BUDGET, List.of(), setting.patient(), setting.revision());
        try {
            setting.beginning().forEach(edit -> Edits.named(edit).act().accept(world.server));
            world.run(chooser);
            if (setting.patient()) {
                Verdict.ofHistory(world, setting.beginning());
            } else {
                Verdict.ofSpec(world);
            }
            if (tells) {
                System.out.println(world.story());
            }
            return null;
        } catch (Violation | RuntimeException e) {
            return e + "\n\n" + world.story();
        }
    }
}
