package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.BuildHash;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.status.BuildState;
import ai.stigmer.agentrunner.model.status.Finding;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Predicate;

/** The image that is built: by the Job of the inputs there are now. Jobs of other inputs are cancelled, old ones removed. */
final class BuildStep implements PlanStep {

    @Override
    public void plan(PlanContext context) {
        var state =
                context.spec().build().map(build -> requested(context, build)).orElseGet(() -> takenOut(context));
        context.build(
                state,
                BuiltImage.choose(context.spec(), state, context.observed().deployment()));
    }

    private static BuildState requested(PlanContext context, BuildSpec build) {
        var spec = context.spec();
        var observed = context.observed();
        Blockers.ownership(Ownership.of(observed.deployment(), spec), DeploymentStep.KIND, spec.name(), spec)
                .ifPresent(context.plan()::block);
        var missing = missingConfigMap(build, observed);
        if (missing.isPresent()) {
            var finding = Finding.waiting(
                    Reason.ContainerConfigError,
                    "ConfigMap " + missing.get() + " of spec.build.source.configMap does not exist in namespace "
                            + spec.namespace() + ": create it, or correct the name");
            remove(context, job -> JobState.of(job, observed.builds().pods()).isWaiting());
            return new BuildState(
                    BuildHistory.of(observed.runner()).keptFromRunning(finding, observed.builds()),
                    Optional.of(finding));
        }
        var hash = BuildHash.of(spec, observed.configMaps());
        var state = new RequestedBuild(context, build, hash).plan();
        removeOthers(context, hash, state.status());
        return state;
    }

    private static Optional<String> missingConfigMap(BuildSpec build, Observed observed) {
        return build.source() instanceof BuildSource.ConfigMapFiles(var name)
                        && !observed.configMaps().containsKey(name)
                ? Optional.of(name)
                : Optional.empty();
    }

    /** What was built is still known, should the same be asked for again. */
    private static BuildState takenOut(PlanContext context) {
        remove(context, job -> true);
        var history = BuildHistory.of(context.observed().runner());
        var blocker = history.isGone(context.observed().builds())
                ? Optional.<Finding>empty()
                : context.plan().blocker();
        return new BuildState(
                blocker.map(finding -> history.keptFromRunning(
                                finding, context.observed().builds()))
                        .orElseGet(() -> history.cancelled("spec.build was removed", context.now())),
                Optional.empty());
    }

    /** One of other inputs is cancelled; one that ended stays as long as the history tells of it. */
    private static void removeOthers(PlanContext context, String hash, Optional<BuildStatus> status) {
        var kept = new HashSet<String>();
        status.ifPresent(current -> {
            kept.add(String.valueOf(current.name()));
            kept.addAll(BuildHistory.jobs(current));
        });
        var wanted = Build.jobName(context.spec().name(), hash);
        var pods = context.observed().builds().pods();
        remove(
                context,
                job -> !wanted.equals(job.getMetadata().getName())
                        && (!kept.contains(job.getMetadata().getName())
                                || JobState.of(job, pods).mayGoOn()));
    }

    /** Where the plan is blocked, what runs stays; of one that no node has taken nothing runs, and others want its turn. */
    private static void remove(PlanContext context, Predicate<Job> which) {
        var builds = context.observed().builds();
        builds.jobs().stream()
                .filter(which)
                .filter(job -> context.plan().isOpen()
                        || JobState.of(job, builds.pods()).isWaiting())
                .forEach(context::deleteThoughBlocked);
    }
}
