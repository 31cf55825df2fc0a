package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import java.util.Optional;
import java.util.function.Function;

/** Plans and applies, and again where the API server knew better, until a plan went through. */
public final class Rounds {
    /** Each of four kinds of objects may teach us twice: that it is there, and that it is refused. */
    private static final int MOST = 8;

    private final Function<Observed, Plan> planner;
    private final Applier applier;

    /** Of one planner, against one API server. */
    public Rounds(Function<Observed, Plan> planner, ApiServer server) {
        this.planner = planner;
        this.applier = new Applier(server);
    }

    /**
     * Does it.
     *
     * @return the plan that went through, and what it was made from; empty: the namespace goes
     * @throws IllegalStateException where the cluster changes faster than we look; worth another try later
     */
    public Optional<Settled> settle(Observed first) {
        var observed = first;
        var writes = 0;
        for (int round = 1; round <= MOST; round++) {
            var plan = planner.apply(observed);
            writes += plan.writes().size() + plan.deletes().size();
            switch (applier.apply(plan, observed)) {
                case Outcome.Done done -> {
                    return Optional.of(new Settled(plan, observed, writes > 0));
                }
                case Outcome.Learnt(var known) -> observed = known;
                case Outcome.NamespaceGone gone -> {
                    return Optional.empty();
                }
            }
        }
        throw new IllegalStateException(
                "after " + MOST + " rounds the API server still says otherwise; trying again later");
    }

    /**
     * A plan that went through.
     *
     * @param wrote whether anything was sent for it
     */
    public record Settled(Plan plan, Observed observed, boolean wrote) {}
}
