package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.DeploymentRenderer;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Rollout;

/** The Deployment, where there is an image to run, and how far it has come. */
final class DeploymentStep implements PlanStep {
    static final String KIND = "Deployment";

    @Override
    public void plan(PlanContext context) {
        context.runnable().ifPresent(spec -> context.rollout(plan(context, spec)));
    }

    private static Rollout plan(PlanContext context, RunnerSpec spec) {
        var observed = context.observed();
        var plan = context.plan();
        var ours = observed.deployment().filter(live -> Ownership.of(observed.deployment(), spec) == Ownership.OURS);
        var isPermitted = context.mayWrite(KIND, observed.deployment());
        if (isPermitted) {
            ReplicaCount.handOver(spec, ours).ifPresent(plan::add);
        }
        var takesOver = ours.filter(PodSpecOwners::isKubectlAmong).isPresent();
        if (isPermitted && ours.isPresent() && !takesOver && context.isKnownUnchanged(KIND)) {
            plan.markUnchanged(KIND);
            return Rollout.of(ours, ours.get(), true, true, observed.pods());
        }
        var desired = DeploymentRenderer.render(
                spec, ReplicaCount.of(spec, ours), isRolling(context, spec), ConfigHash.of(spec, observed));
        if (isPermitted && takesOver) {
            plan.takeOver(desired, ours.orElseThrow());
        } else if (isPermitted) {
            plan.apply(desired, observed.deployment());
        }
        return Rollout.of(ours, desired, isPermitted, plan.isUnchanged(KIND), observed.pods());
    }

    /** Two pods must not share a volume unless it says that they may. */
    private static boolean isRolling(PlanContext context, RunnerSpec spec) {
        return switch (spec.rollout().strategy()) {
            case Recreate -> false;
            case RollingUpdate -> true;
            case Auto ->
                spec.workspace() instanceof WorkspaceSpec.Ephemeral
                        || context.claimModes().contains("ReadWriteMany");
        };
    }
}
