package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.DeploymentRenderer;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Rollout;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.function.Function;

/** The Deployment, where there is an image to run, and how far it has come. */
final class DeploymentStep implements PlanStep {
    static final String KIND = "Deployment";

    private final RenderingRevision newest;

    /**
     * Plans it.
     *
     * @param newest by which pods are made that are new, or are replaced as their spec says
     */
    DeploymentStep(RenderingRevision newest) {
        this.newest = newest;
    }

    @Override
    public void plan(PlanContext context) {
        context.runnable().ifPresent(spec -> context.rollout(plan(context, spec)));
    }

    private Rollout plan(PlanContext context, RunnerSpec spec) {
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
        var replicas = ReplicaCount.of(spec, ours);
        var rolling = isRolling(context, spec);
        var config = ConfigHash.of(spec, observed, context.installation().watchesSecrets());
        var desired = render(ours, revision -> DeploymentRenderer.render(spec, replicas, rolling, config, revision));
        if (isPermitted && takesOver) {
            plan.takeOver(desired, ours.orElseThrow());
        } else if (isPermitted) {
            plan.apply(desired, observed.deployment());
        }
        return Rollout.of(ours, desired, isPermitted, plan.isUnchanged(KIND), observed.pods());
    }

    /** The revision of what is live stays, or pods would restart for nothing but an upgrade of the operator. */
    private Deployment render(Optional<Deployment> live, Function<RenderingRevision, Deployment> renderer) {
        return live.map(deployment -> RenderingRevision.of(deployment, newest))
                .filter(revision -> !revision.equals(newest))
                .map(renderer)
                .filter(kept -> template(kept).equals(live.flatMap(DeploymentStep::template)))
                .orElseGet(() -> renderer.apply(newest));
    }

    /** The hash of the pods' template as it was rendered, whatever others have changed in it since. */
    private static Optional<String> template(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getTemplate().getMetadata())
                .map(ObjectMeta::getAnnotations)
                .map(annotations -> annotations.get(Annotations.TEMPLATE));
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
