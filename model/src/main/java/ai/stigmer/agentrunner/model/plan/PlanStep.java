package ai.stigmer.agentrunner.model.plan;

/** One object that is made, or one question that is answered. */
@FunctionalInterface
interface PlanStep {
    void plan(PlanContext context);
}
