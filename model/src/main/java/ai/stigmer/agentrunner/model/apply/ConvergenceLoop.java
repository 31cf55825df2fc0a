package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans and applies, and again with what the API server answered, until there is nothing to apply: the status is then
 * about what is there now. That can't wait for the watch, which wakes nobody for what a reply has told already.
 */
public final class ConvergenceLoop {
    /** Each of six kinds of objects may teach us three things: that it is there, that it is refused, how it is now. */
    private static final int MOST = 18;

    private final Function<Observed, Plan> planner;
    private final ApiServer server;

    /** Of one planner, against one API server. */
    public ConvergenceLoop(Function<Observed, Plan> planner, ApiServer server) {
        this.planner = planner;
        this.server = server;
    }

    /**
     * Does it.
     *
     * @return the last plan, and what it was made from; empty: the namespace goes
     * @throws IllegalStateException where the cluster changes faster than we look; worth another try later
     */
    public Optional<Converged> settle(Observed first) {
        var applier = new Applier(server);
        var observed = first;
        var learnt = false;
        for (int round = 1; round <= MOST; round++) {
            var plan = planner.apply(observed);
            switch (applier.apply(plan, observed)) {
                case Outcome.Done done -> {
                    return Optional.of(new Converged(plan, observed, learnt));
                }
                case Outcome.Learnt(var known) -> {
                    observed = known;
                    learnt = true;
                }
                case Outcome.NamespaceGone gone -> {
                    return Optional.empty();
                }
            }
        }
        throw new IllegalStateException(
                "after " + MOST + " rounds the API server still says otherwise; trying again later");
    }

    /**
     * A plan after which nothing is left to apply.
     *
     * @param wrote whether anything was sent
     */
    public record Converged(Plan plan, Observed observed, boolean wrote) {

        /** Both, one after the other. */
        public Converged then(Converged next) {
            return new Converged(next.plan, next.observed, wrote || next.wrote);
        }
    }
}
