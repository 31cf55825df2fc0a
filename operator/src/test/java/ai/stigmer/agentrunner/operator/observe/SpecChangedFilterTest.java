package ai.stigmer.agentrunner.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.apply.OwnStatusVersions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class SpecChangedFilterTest {
    private final OwnStatusVersions written = new OwnStatusVersions();
    private final SpecChangedFilter filter = new SpecChangedFilter(written);

    @Test
    void a_change_of_the_spec_is_looked_at() {
        assertThat(filter.accept(runner("a", 3), runner("a", 2))).isTrue();
    }

    @Test
    void a_status_of_ours_is_not() {
        var after = runner("a", 2);
        after.setStatus(new AgentRunnerStatus(2L, null, null, null, null, null, null, null, null));
        written.wrote(after);
        assertThat(filter.accept(after, runner("a", 2))).isFalse();
    }

    @Test
    void a_status_that_is_not_known_to_be_ours_is_looked_at() {
        var after = runner("a", 2);
        after.setStatus(new AgentRunnerStatus(2L, null, null, null, null, null, null, null, null));
        assertThat(filter.accept(after, runner("a", 2))).isTrue();
    }

    @Test
    void one_made_anew_while_the_watch_was_broken_is_looked_at() {
        assertThat(filter.accept(runner("b", 1), runner("a", 1))).isTrue();
        assertThat(filter.accept(runner("b", 1), runner("a", 4))).isTrue();
    }

    private static AgentRunner runner(String uid, long generation) {
        var runner = new AgentRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withUid(uid)
                .withResourceVersion("7")
                .withGeneration(generation)
                .build());
        return runner;
    }
}
