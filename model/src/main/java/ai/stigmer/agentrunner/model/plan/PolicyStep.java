package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.status.Finding;

/** Of a spec that the installation's policy refuses nothing is made. */
final class PolicyStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        var violations = context.resolved().violations();
        if (!violations.isEmpty()) {
            context.plan()
                    .block(Finding.refused(
                            Reason.NotAllowed,
                            violations.stream().map(Problem::sentence).collect(joining("; "))));
        }
    }
}
