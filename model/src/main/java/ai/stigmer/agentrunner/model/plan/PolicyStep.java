package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.rule.Allowance;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.status.Finding;
import java.util.Optional;
import java.util.stream.Stream;

/** Of a spec that the installation's policy refuses nothing is made. */
final class PolicyStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        var violations = context.resolved().violations();
        if (!violations.isEmpty()) {
            context.plan()
                    .block(Finding.refused(
                            Reason.NotAllowed,
                            Stream.concat(
                                            violations.stream().map(Problem::sentence),
                                            networkPolicyInForce(context).stream())
                                    .collect(joining("; "))));
        }
    }

    /** A NetworkPolicy that was made when the installation still allowed it: to delete it would open the pods. */
    private static Optional<String> networkPolicyInForce(PlanContext context) {
        var isRefused = context.resolved().violations().stream().anyMatch(problem -> problem.allowance()
                .map(Allowance::permission)
                .equals(Optional.of(Permission.NETWORK_POLICIES)));
        var live = context.observed().networkPolicy();
        return isRefused && Ownership.of(live, context.spec()) == Ownership.OURS
                ? Optional.of("NetworkPolicy " + context.spec().name()
                        + ", made before, stays in force until spec.network.policy is left out")
                : Optional.empty();
    }
}
