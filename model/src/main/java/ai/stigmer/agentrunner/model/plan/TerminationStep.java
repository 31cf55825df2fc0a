package ai.stigmer.agentrunner.model.plan;

/** For an AgentRunner that is being deleted nothing more is made: it would be deleted with it. */
final class TerminationStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        var runner = context.observed().runner();
        Termination.of(runner).ifPresent(termination -> context.plan().block(termination.finding(runner)));
    }
}
