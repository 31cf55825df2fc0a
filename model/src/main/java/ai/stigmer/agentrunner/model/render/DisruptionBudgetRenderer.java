package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.model.spec.BudgetSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** How many pods a node's drain may take at once. */
public final class DisruptionBudgetRenderer {

    private DisruptionBudgetRenderer() {}

    public static PodDisruptionBudget render(RunnerSpec spec, BudgetSpec budget) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Ownership.metadata(spec))
                .withNewSpec()
                .withMinAvailable(budget.minAvailable().orElse(null))
                .withMaxUnavailable(budget.maxUnavailable().orElse(null))
                .withUnhealthyPodEvictionPolicy(budget.unhealthy().name())
                .withNewSelector()
                .withMatchLabels(Labels.selector(spec.name()))
                .endSelector()
                .endSpec()
                .build();
    }
}
