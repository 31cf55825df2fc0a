package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import java.time.Instant;

/** Plans as {@link Planner} does, and spares what an earlier plan has found out already. */
public final class CachingPlanner {
    private final Planner planner;
    private final RunnerStates states;

    public CachingPlanner(Planner planner, RunnerStates states) {
        this.planner = planner;
        this.states = states;
    }

    /**
     * What to do now.
     *
     * @param now for transition times and for deadlines of probes
     */
    public Plan plan(Observed observed, Instant now) {
        var cache = states.compared(observed.runner());
        var inputs = UnchangedCache.inputs(observed);
        var resolved = cache.resolve(observed.runner(), planner::resolve);
        var plan = planner.plan(observed, resolved, cache.unchanged(inputs), now);
        cache.compared(inputs, plan);
        return plan;
    }
}
