package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** From an {@link Observed} to a {@link Plan}: the same for the same input. */
public final class Planner {
    /** In this order: a step may need what those before it have come to. */
    private final List<PlanStep> steps;

    private final Installation installation;

    public Planner(Installation installation) {
        this(installation, RenderingRevision.CURRENT);
    }

    /**
     * A planner as an earlier release had it, as far as the revision goes that new pods are made by.
     *
     * @param newest that revision
     */
    public Planner(Installation installation, RenderingRevision newest) {
        this.installation = installation;
        steps = List.of(
                new TerminationStep(),
                new PolicyStep(),
                new ClaimStep(),
                new NetworkPolicyStep(),
                new BuildStep(),
                new DeploymentStep(newest),
                new DisruptionBudgetStep());
    }

    /**
     * A planner for an installation that leaves everything else as it is by default.
     *
     * @param policy what it allows
     */
    public Planner(Policy policy) {
        this(Installation.of(policy));
    }

    /**
     * What to do now.
     *
     * @param now for transition times and for deadlines of probes
     */
    public Plan plan(Observed observed, Instant now) {
        return plan(observed, resolve(observed.runner()), Set.of(), now);
    }

    /** What follows from the spec alone, and need not be found out again while it stays the same. */
    public ResolvedSpec resolve(AgentRunner runner) {
        return ResolvedSpec.of(runner, installation.policy());
    }

    /**
     * What to do now, where something is known from an earlier plan.
     *
     * @param resolved the AgentRunner's spec
     * @param unchanged of {@link Plan#unchanged}, the kinds for which nothing has changed since that was said
     * @param now for transition times and for deadlines of probes
     */
    public Plan plan(Observed observed, ResolvedSpec resolved, Set<String> unchanged, Instant now) {
        var untold = Termination.of(observed.runner())
                .map(termination -> termination.untold(now))
                .filter(Duration::isPositive);
        if (untold.isPresent()) {
            return StatusStep.asBefore(observed.runner(), untold.get());
        }
        var context = new PlanContext(observed, resolved, unchanged, installation, now);
        steps.forEach(step -> step.plan(context));
        return StatusStep.conclude(context);
    }
}
