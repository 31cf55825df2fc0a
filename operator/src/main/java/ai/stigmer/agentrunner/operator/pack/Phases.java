package ai.stigmer.agentrunner.operator.pack;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.Phase;
import java.util.Optional;

/**
 * How far an AgentRunner and its build are. Known without unpacking: each scrape of the metrics counts all AgentRunners.
 *
 * @param runner one that nobody has looked at yet is as good as waiting
 * @param build empty: nothing is built
 */
public record Phases(Phase runner, Optional<BuildPhase> build) {

    public static Phases of(AgentRunner runner) {
        return runner instanceof PackedRunner packed ? packed.phases() : ofStatus(runner);
    }

    static Phases ofStatus(AgentRunner runner) {
        var status = Optional.ofNullable(runner.getStatus());
        return new Phases(
                status.map(told -> told.phase()).orElse(Phase.Pending),
                status.map(told -> told.build()).map(build -> build.phase()));
    }
}
