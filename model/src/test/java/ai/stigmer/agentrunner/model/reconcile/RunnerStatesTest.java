package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

/** Which changes of an AgentRunner are worth a reconcile. */
class RunnerStatesTest {
    private final RunnerStates states = new RunnerStates();

    @Test
    void a_change_of_the_spec_is_looked_at() {
        assertThat(states.isWorthReconciling(runner("a", 2), runner("a", 3))).isTrue();
    }

    @Test
    void a_status_of_ours_is_not() {
        var after = runner("a", 2);
        after.setStatus(new AgentRunnerStatus(2L, null, null, null, null, null, null, null, null));
        states.of(after).wroteStatus(after);
        assertThat(states.isWorthReconciling(runner("a", 2), after)).isFalse();
    }

    @Test
    void a_status_that_is_not_known_to_be_ours_is_looked_at() {
        var after = runner("a", 2);
        after.setStatus(new AgentRunnerStatus(2L, null, null, null, null, null, null, null, null));
        assertThat(states.isWorthReconciling(runner("a", 2), after)).isTrue();
    }

    @Test
    void one_made_anew_while_the_watch_was_broken_is_looked_at() {
        assertThat(states.isWorthReconciling(runner("a", 1), runner("b", 1))).isTrue();
        assertThat(states.isWorthReconciling(runner("a", 4), runner("b", 1))).isTrue();
    }

    private static AgentRunner runner(String uid, long generation) {
        var runner = new AgentRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withNamespace("agents")
                .withName("demo")
                .withUid(uid)
                .withResourceVersion("7")
                .withGeneration(generation)
                .build());
        return runner;
    }
}
