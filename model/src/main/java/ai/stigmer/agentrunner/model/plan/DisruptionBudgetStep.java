package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.DisruptionBudgetRenderer;

/** The PodDisruptionBudget, where there is an image to run and several pods run it, or the spec asks for one. */
final class DisruptionBudgetStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        if (context.runnable().isEmpty()) {
            return;
        }
        var live = context.observed().disruptionBudget();
        var budget = context.spec().budget();
        if (budget.isEmpty()) {
            context.deleteIfOurs(live);
        } else if (context.mayWrite("PodDisruptionBudget", live)) {
            context.plan().apply(DisruptionBudgetRenderer.render(context.spec(), budget.get()), live);
        }
    }
}
