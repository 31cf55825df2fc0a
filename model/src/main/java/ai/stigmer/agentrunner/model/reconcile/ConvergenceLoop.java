package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans and applies, and again with what the API server answered, until nothing is left to apply: the status is then
 * about what is there now. That can't wait for the watch, which wakes nobody for what a reply has told already.
 */
public final class ConvergenceLoop {
    /** Each of six kinds of objects may teach us three things: that it is there, that it is refused, how it is now. */
    private static final int MAX_ATTEMPTS = 18;

    private final Function<Observed, Plan> planner;
    private final Applier applier;

    public ConvergenceLoop(Function<Observed, Plan> planner, ApiServer server) {
        this.planner = planner;
        this.applier = new Applier(server);
    }

    /**
     * Makes the cluster as it is planned.
     *
     * @return the last plan, and what it was made from; empty: the namespace or the AgentRunner is being deleted
     * @throws IllegalStateException where the cluster changes faster than it is read; worth another try later
     */
    public Optional<Converged> converge(Observed first) {
        var observed = first;
        var isAnythingWritten = false;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            var plan = planner.apply(observed);
            switch (applier.apply(plan, observed)) {
                case ApplyOutcome.Done done -> {
                    return Optional.of(new Converged(plan, observed, isAnythingWritten));
                }
                case ApplyOutcome.Learnt(var known) -> {
                    observed = known;
                    isAnythingWritten = true;
                }
                case ApplyOutcome.NamespaceGone gone -> {
                    return Optional.empty();
                }
                case ApplyOutcome.RunnerGone gone -> {
                    return Optional.empty();
                }
            }
        }
        throw new IllegalStateException(
                "after " + MAX_ATTEMPTS + " attempts the cluster still differs from the plan; trying again later");
    }

    /**
     * A plan after which nothing is left to apply.
     *
     * @param observed what the plan was made from
     * @param wrote whether anything was sent
     */
    public record Converged(Plan plan, Observed observed, boolean wrote) {

        Converged then(Converged next) {
            return new Converged(next.plan, next.observed, wrote || next.wrote);
        }
    }
}
