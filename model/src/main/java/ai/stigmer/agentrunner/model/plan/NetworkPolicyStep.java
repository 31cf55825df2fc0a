package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.NetworkPolicyRenderer;

/** The NetworkPolicy, where spec.network.policy is enabled. */
final class NetworkPolicyStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        var live = context.observed().networkPolicy();
        var policy = context.spec().network().policy();
        if (policy.isEmpty()) {
            context.deleteIfOurs(live);
        } else if (context.mayWrite("NetworkPolicy", live)) {
            context.plan().apply(NetworkPolicyRenderer.render(context.spec(), policy.get()), live);
        }
    }
}
