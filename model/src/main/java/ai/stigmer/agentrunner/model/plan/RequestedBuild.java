package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.BuildJobRenderer;
import ai.stigmer.agentrunner.model.build.Destination;
import ai.stigmer.agentrunner.model.build.FailedBuild;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.build.LocalRegistry;
import ai.stigmer.agentrunner.model.build.Output;
import ai.stigmer.agentrunner.model.build.PodSecurity;
import ai.stigmer.agentrunner.model.render.CacheClaimRenderer;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.BuildState;
import ai.stigmer.agentrunner.model.status.Finding;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The build of the inputs that there are now: its Job is made once. What was built is remembered in the status. */
final class RequestedBuild {
    private static final String JOB = "Job";

    /** Its turn is told; this is for the case that nobody is there to tell. */
    private static final Duration QUEUE = Duration.ofSeconds(30);

    /** Far longer than the Job controller needs, and a watch that is alive. */
    private static final Duration POD_CREATION = Duration.ofSeconds(30);

    /** Far longer than a watch needs that is alive. */
    private static final Duration WATCH_LAG = Duration.ofSeconds(10);

    private final PlanBuilder plan;
    private final RunnerSpec spec;
    private final BuildSpec build;
    private final String hash;
    private final Observed observed;
    private final Installation installation;
    private final BuildHistory history;
    private final Instant now;

    RequestedBuild(PlanContext context, BuildSpec build, String hash) {
        this.plan = context.plan();
        this.spec = context.spec();
        this.build = build;
        this.hash = hash;
        this.observed = context.observed();
        this.installation = context.installation();
        this.history = BuildHistory.of(observed.runner());
        this.now = context.now();
    }

    /** Makes the Job where it is time, and says how far the build is. */
    BuildState plan() {
        var success = history.success(hash, build.historyLimit(), now);
        return success.isPresent()
                ? new BuildState(success, Optional.empty())
                : switch (destination()) {
                    case Destination.Unknown(var sentence) -> asBefore(Finding.waiting(Reason.BuildFailed, sentence));
                    case Destination.Known(var output) -> of(wanted(output));
                };
    }

    private Destination destination() {
        return Destination.of(
                build,
                spec.namespace() + "/" + spec.name(),
                spec.image().version().orElse(hash),
                observed.builds().localRegistry().flatMap(LocalRegistry::parse),
                installation.localRegistryPushHost());
    }

    private Build wanted(Output output) {
        return new Build(
                spec.name(),
                spec.namespace(),
                spec.uid(),
                hash,
                installation.policy().builds().applyTo(build),
                WorkspaceMount.of(spec, observed),
                output,
                spec.commonMetadata(),
                labels());
    }

    /** The image's labels: annotation keys that the OCI image specification predefines. */
    private SortedMap<String, String> labels() {
        var labels = new TreeMap<String, String>();
        labels.put("org.opencontainers.image.title", spec.name());
        spec.image().version().ifPresent(version -> labels.put("org.opencontainers.image.version", version));
        if (build.source() instanceof BuildSource.Git git) {
            labels.put("org.opencontainers.image.source", git.url());
        }
        return labels;
    }

    private BuildState of(Build wanted) {
        var live = observed.builds().job(wanted.jobName());
        return switch (Ownership.of(live, spec)) {
            case OURS -> {
                takeUp(wanted, live.orElseThrow());
                yield ofJob(wanted, live.orElseThrow());
            }
            case ABSENT -> withoutJob(wanted);
            case LEAVING, FOREIGN ->
                asBefore(Blockers.ownership(Ownership.of(live, spec), JOB, wanted.jobName(), spec)
                        .orElseThrow());
        };
    }

    /** A Job is never changed but to be owned again: what its pods are made of can't be. */
    private void takeUp(Build wanted, Job job) {
        if (Ownership.isOrphan(job) && plan.isOpen() && !observed.isRejected(job)) {
            var owned = BuildJobRenderer.render(wanted, installation.builder());
            // Whether it is suspended is the queue's to say.
            owned.setSpec(new JobSpecBuilder(job.getSpec()).withSuspend(null).build());
            plan.apply(owned, Optional.of(job));
        }
    }

    private BuildState ofJob(Build wanted, Job job) {
        var since = job.getMetadata().getCreationTimestamp();
        return switch (JobState.of(job, observed.builds().pods())) {
            case JobState.Running running -> underWay(wanted, job, running);
            case JobState.Suspended suspended -> suspended(wanted, job, suspended);
            case JobState.Succeeded succeeded ->
                new BuildState(Optional.of(statuses(wanted).succeeded(since, succeeded)), Optional.empty());
            case JobState.Failed failed ->
                isUntold(failed)
                        ? requeueing(running(wanted, since, JobState.Running.WELL), WATCH_LAG)
                        : failed(wanted, since, failed);
        };
    }

    /** Two watches tell of a Job and of its pods: the end of the one may be known before the words of the other. */
    private boolean isUntold(JobState.Failed failed) {
        return failed.isWithoutWords()
                && failed.completionTime()
                        .filter(end -> Instant.parse(end).plus(WATCH_LAG).isAfter(now))
                        .isPresent();
    }

    private static BuildState requeueing(BuildState state, Duration after) {
        return new BuildState(state.status(), Optional.of(after), state.finding());
    }

    /**
     * Where no node has taken its pod for a while, and another build waits, it gives up its turn. It does so where the plan
     * is blocked, too: nothing runs that would be stopped, and a spec that is refused must not keep others waiting.
     */
    private BuildState underWay(Build wanted, Job job, JobState.Running running) {
        var since = job.getMetadata().getCreationTimestamp();
        var state = running.hasPod() ? running(wanted, since, running) : withoutPod(wanted, since, running);
        var end = running.waitingSince()
                .map(begun -> begun.plus(installation.builder().schedulingTimeout()));
        if (end.isEmpty() || observed.isRejected(job)) {
            return state;
        }
        if (end.get().isAfter(now)) {
            var left = Duration.between(now, end.get());
            return requeueing(
                    state,
                    state.requeueAfter()
                            .filter(sooner -> sooner.compareTo(left) < 0)
                            .orElse(left));
        }
        if (observed.builds().turn() != BuildTurn.WITHDRAWN) {
            return unschedulable(wanted, since, state);
        }
        plan.add(BuildSuspension.of(job, true));
        return leaving(wanted);
    }

    private BuildState unschedulable(Build wanted, String since, BuildState state) {
        var message = state.finding().map(Finding::message).orElseThrow();
        return new BuildState(
                Optional.of(statuses(wanted).unschedulable(since, message)), state.requeueAfter(), state.finding());
    }

    private BuildState leaving(Build wanted) {
        return new BuildState(
                Optional.of(statuses(wanted).withdrawn(BuildProgress.SUSPENDED)),
                Optional.of(Finding.building("the build is " + BuildProgress.SUSPENDED)));
    }

    /** It has its turn again once the Job controller has come to rest: a pod of before would lose it at once. */
    private BuildState suspended(Build wanted, Job job, JobState.Suspended suspended) {
        if (!suspended.isAtRest() || !plan.isOpen() || observed.isRejected(job)) {
            return leaving(wanted);
        }
        if (observed.builds().turn() != BuildTurn.GRANTED) {
            return queued(wanted, BuildProgress.SUSPENDED);
        }
        plan.add(BuildSuspension.of(job, false));
        return running(wanted, job.getMetadata().getCreationTimestamp(), JobState.Running.WELL);
    }

    private BuildState queued(Build wanted, String message) {
        return new BuildState(
                Optional.of(statuses(wanted).queued(message)),
                Optional.of(QUEUE),
                Optional.of(Finding.building("the build is " + message)));
    }

    /** A Job that was only just resumed has begun in a moment. */
    private BuildState withoutPod(Build wanted, String since, JobState.Running running) {
        var left = running.waitingSince()
                .map(begun -> Duration.between(now, begun.plus(POD_CREATION)))
                .orElse(POD_CREATION);
        return left.isPositive()
                ? requeueing(running(wanted, since, running), left)
                : running(wanted, since, running.with(BuildProgress.NO_POD));
    }

    private BuildState running(Build wanted, String since, JobState.Running running) {
        var message = new BuildProgress(wanted).of(running);
        return new BuildState(
                Optional.of(statuses(wanted).running(since, running, message)), Optional.of(Finding.building(message)));
    }

    private BuildState failed(Build wanted, String since, JobState.Failed failed) {
        var sentence = FailedBuild.sentence(wanted, failed);
        return new BuildState(
                Optional.of(statuses(wanted).failed(since, failed, sentence)),
                Optional.of(Finding.broken(Reason.BuildFailed, sentence)));
    }

    private BuildState withoutJob(Build wanted) {
        var failed = history.failure(hash);
        if (failed.isPresent()) {
            var message = String.valueOf(failed.get().message());
            return new BuildState(failed, Optional.of(Finding.broken(Reason.BuildFailed, message)));
        }
        var obstacle = obstacle(wanted);
        if (obstacle.isPresent()) {
            return asBefore(obstacle.get());
        }
        if (plan.blocker().isPresent()) {
            return new BuildState(former(plan.blocker().get()), Optional.empty());
        }
        if (observed.builds().turn() != BuildTurn.GRANTED) {
            return queued(wanted, BuildProgress.QUEUED);
        }
        plan.create(BuildJobRenderer.render(wanted, installation.builder()));
        return new BuildState(
                Optional.of(statuses(wanted).beginning()),
                Optional.of(Finding.building(new BuildProgress(wanted).begun())));
    }

    private BuildStatuses statuses(Build wanted) {
        return new BuildStatuses(wanted, history, build.historyLimit(), now);
    }

    /** What keeps the Job from being made, or would keep its pod from running. */
    private Optional<Finding> obstacle(Build wanted) {
        var profile = installation.builder().confinement().profile();
        return PodSecurity.refusal(observed.builds().podSecurity(), profile, spec.namespace())
                .map(sentence -> Finding.broken(Reason.PodForbidden, sentence))
                .or(() -> WorkspaceMount.obstacle(spec, observed))
                .or(this::cacheClaim)
                .or(() -> Blockers.rejection(observed.rejections(), JOB, wanted.jobName(), spec));
    }

    /** Sees to the claim that keeps the layers. */
    private Optional<Finding> cacheClaim() {
        if (build.cache() != BuildSpec.Cache.VOLUME || !plan.isOpen()) {
            return Optional.empty();
        }
        var name = Names.buildCacheClaim(spec.name());
        var live = observed.builds().cacheClaim();
        var obstacle = Blockers.ownership(Ownership.of(live, spec), "PersistentVolumeClaim", name, spec)
                .or(() -> Blockers.rejection(observed.rejections(), "PersistentVolumeClaim", name, spec));
        if (obstacle.isEmpty()) {
            var size = live.map(claim ->
                            claim.getSpec().getResources().getRequests().get("storage"))
                    .orElse(installation.builder().cacheSize());
            plan.apply(CacheClaimRenderer.render(spec, size), live);
        }
        return obstacle;
    }

    /** Where the build of this hash doesn't begin, the status is the former one's, which goes on no longer. */
    private BuildState asBefore(Finding finding) {
        return new BuildState(former(finding), Optional.of(finding));
    }

    private Optional<BuildStatus> former(Finding finding) {
        var goesOn = !plan.isOpen() && !history.isGone(observed.builds());
        return (goesOn ? history : history.supersededBy(hash, now)).keptFromRunning(finding, observed.builds());
    }
}
