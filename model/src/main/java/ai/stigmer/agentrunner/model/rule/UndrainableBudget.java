package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.BudgetSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** A budget that lets a drain take no pod keeps nodes from being upgraded and removed. */
final class UndrainableBudget implements Warning {

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return spec.budget()
                .filter(budget -> budget.allowsNoDisruption(spec.replicas()))
                .map(budget -> new Advice(
                        Reason.UndrainableBudget,
                        new Problem(
                                "spec.disruptionBudget." + field(budget)
                                        + spec.replicas()
                                                .map(count -> " with spec.replicas " + count)
                                                .orElse(""),
                                "no node that runs one of its ready pods can be drained",
                                "write maxUnavailable: 1, or a minAvailable below the number of pods")));
    }

    private static String field(BudgetSpec budget) {
        return budget.maxUnavailable()
                .map(most -> "maxUnavailable " + text(most))
                .orElseGet(() -> "minAvailable "
                        + budget.minAvailable().map(UndrainableBudget::text).orElse(""));
    }

    private static String text(IntOrString value) {
        return String.valueOf(value.getValue());
    }
}
