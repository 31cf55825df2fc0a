package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.reconcile.ApiResult;
import ai.stigmer.agentrunner.model.reconcile.ApiServer;
import ai.stigmer.agentrunner.model.reconcile.ConvergenceLoop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an admission webhook of the cluster changes back at every write. */
class NoOpApplyTest {
    private final GoldenCase drifted = GoldenCase.of("drift/changed-fields-are-restored-and-fields-of-others-kept");
    private final List<HasMetadata> written = new ArrayList<>();

    @Test
    void is_written_once_a_look_and_does_not_keep_a_runner_from_being_ready() {
        live().getMetadata().setResourceVersion("9");
        var settled = rounds().converge(drifted.observed()).orElseThrow();
        assertThat(written).hasSize(1);
        assertThat(settled.plan().status().phase()).isEqualTo(Phase.Ready);
    }

    private Deployment live() {
        return drifted.observed().deployment().orElseThrow();
    }

    private ConvergenceLoop rounds() {
        return new ConvergenceLoop(observed -> drifted.planner().plan(observed, drifted.now()), new Stubborn());
    }

    /** Accepts every apply, and all stays as it was; nothing else is asked for. */
    private final class Stubborn implements ApiServer {

        @Override
        public ApiResult apply(Write write, Observed observed) {
            written.add(write.object());
            return new ApiResult.Accepted(Optional.of(live()));
        }

        @Override
        public ApiResult delete(HasMetadata object, Observed observed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ApiResult read(HasMetadata object, Observed observed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ApiResult takeOver(Deployment desired, Observed observed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAlive(AgentRunner runner) {
            return true;
        }

        @Override
        public Optional<AgentRunner> writeStatus(AgentRunner runner, AgentRunnerStatus status) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void record(AgentRunner runner, PlannedEvent event) {
            throw new UnsupportedOperationException();
        }
    }
}
