package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.BuildQueue;
import ai.stigmer.agentrunner.model.build.BuildQueue.Waiting;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.reconcile.RunnerState.AdmittedBuild;
import ai.stigmer.agentrunner.model.reconcile.RunnerState.QueuedBuild;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.status.BuildState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whose build may begin. What runs is what the watch of Jobs tells, and what was admitted and isn't told of yet; what
 * waits are the AgentRunners whose last plan said so. One decision is made at a time.
 */
public final class BuildAdmission {
    /** How long an admission counts of which no Job is seen: a watch that is alive is a thousand times faster. */
    private static final Duration UNSEEN = Duration.ofSeconds(30);

    private final RunnerStates states;
    private final ClusterReader cluster;
    private final Consumer<NamespacedName> wake;
    private final int maxConcurrent;
    private final LongSupplier clock;
    private long arrivals;
    private int queued;

    /**
     * Admits the builds of the AgentRunners that are remembered, and of those to come.
     *
     * @param wake has an AgentRunner reconciled whose build may begin
     * @param maxConcurrent builds at the same time
     * @param clock monotonic, in nanoseconds
     */
    public BuildAdmission(
            RunnerStates states,
            ClusterReader cluster,
            Consumer<NamespacedName> wake,
            int maxConcurrent,
            LongSupplier clock) {
        this.states = states;
        this.cluster = cluster;
        this.wake = wake;
        this.maxConcurrent = maxConcurrent;
        this.clock = clock;
        states.all().values().stream()
                .flatMap(state -> state.queuedBuild().stream())
                .forEach(build -> {
                    queued++;
                    arrivals = Math.max(arrivals, build.order() + 1);
                });
    }

    /** Admits the build of a plan that waits for nothing else, where it is next; says whether it did. */
    synchronized boolean admit(NamespacedName runner, Plan plan) {
        if (!isQueued(plan)) {
            return false;
        }
        var state = states.of(runner);
        if (state.queueBuild(new QueuedBuild(
                Instant.parse(Objects.requireNonNull(build(plan).startTime(), "since when it waits")), arrivals++))) {
            queued++;
        }
        var running = running();
        if (!running.contains(runner) && !next(running).contains(runner)) {
            return false;
        }
        state.admitBuild(new AdmittedBuild(Objects.requireNonNull(build(plan).name(), "its Job"), clock.getAsLong()));
        return true;
    }

    /** Notes what a reconcile has come to, and wakes those whose build may begin now. */
    void reconciled(NamespacedName runner, Plan plan) {
        var build = plan.status().build();
        nextAfter(runner, isQueued(plan), build != null && build.phase() == BuildPhase.Running)
                .forEach(wake);
    }

    /** Its AgentRunner is gone: others may be next. */
    void gone(NamespacedName runner) {
        nextAfter(runner, false, false).forEach(wake);
    }

    private synchronized List<NamespacedName> nextAfter(NamespacedName runner, boolean isQueued, boolean isRunning) {
        var state = states.of(runner);
        if (!isQueued && state.unqueueBuild()) {
            queued--;
        }
        if (!isRunning) {
            state.forgetAdmission();
        }
        return queued == 0 ? List.of() : next(running());
    }

    private List<NamespacedName> next(Set<NamespacedName> running) {
        return BuildQueue.next(
                running,
                states.all().entrySet().stream()
                        .filter(entry -> !running.contains(entry.getKey()))
                        .flatMap(entry ->
                                entry.getValue().queuedBuild().stream().map(build -> Map.entry(entry.getKey(), build)))
                        .sorted(Comparator.comparing(entry -> entry.getValue().order()))
                        .map(entry ->
                                new Waiting(entry.getKey(), entry.getValue().since()))
                        .toList(),
                maxConcurrent);
    }

    private Set<NamespacedName> running() {
        var running = new HashSet<NamespacedName>();
        var seen = new HashSet<NamespacedName>();
        cluster.buildJobs().forEach(job -> {
            seen.add(NamespacedName.of(job));
            if (JobState.isUnderWay(job) && job.getMetadata().getDeletionTimestamp() == null) {
                running.add(runnerOf(job));
            }
        });
        var now = clock.getAsLong();
        states.all().forEach((runner, state) -> state.admittedBuild()
                .filter(build -> now - build.at() <= UNSEEN.toNanos()
                        && !seen.contains(new NamespacedName(runner.namespace(), build.job())))
                .ifPresent(build -> running.add(runner)));
        return running;
    }

    private static boolean isQueued(Plan plan) {
        return BuildState.waitsForItsTurn(plan.status().build());
    }

    private static BuildStatus build(Plan plan) {
        return Objects.requireNonNull(plan.status().build(), "a plan that waits for its build has one");
    }

    private static NamespacedName runnerOf(Job job) {
        return new NamespacedName(
                job.getMetadata().getNamespace(),
                Objects.requireNonNullElse(job.getMetadata().getLabels().get(Labels.RUNNER), ""));
    }
}
