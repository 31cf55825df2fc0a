package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.BuildQueue;
import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.BuildQueue.Waiting;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.reconcile.RunnerState.AdmittedBuild;
import ai.stigmer.agentrunner.model.reconcile.RunnerState.QueuedBuild;
import ai.stigmer.agentrunner.model.status.BuildState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Whose build may begin, and whose gives way. What runs are the Jobs of AgentRunners that are known, as the watch tells,
 * and what was admitted and isn't told of yet; what waits are the AgentRunners whose last plan said so. One decision is
 * made at a time.
 */
public final class BuildAdmission {
    /** How long an admission counts of which no Job is seen: a watch that is alive is a thousand times faster. */
    private static final Duration UNSEEN = Duration.ofSeconds(30);

    private final RunnerStates states;
    private final ClusterReader cluster;
    private final Consumer<NamespacedName> wake;
    private final Limits limits;
    private final LongSupplier clock;
    private long arrivals;
    private int queued;

    /**
     * Admits the builds of the AgentRunners that are remembered, and of those to come.
     *
     * @param wake has an AgentRunner reconciled whose build may begin
     * @param limits of builds at the same time
     * @param clock monotonic, in nanoseconds
     */
    public BuildAdmission(
            RunnerStates states,
            ClusterReader cluster,
            Consumer<NamespacedName> wake,
            Limits limits,
            LongSupplier clock) {
        this.states = states;
        this.cluster = cluster;
        this.wake = wake;
        this.limits = limits;
        this.clock = clock;
        states.all().values().stream()
                .flatMap(state -> state.queuedBuild().stream())
                .forEach(build -> {
                    queued++;
                    arrivals = Math.max(arrivals, build.order() + 1);
                });
    }

    /** What the build of a plan may do that it did not know; empty: nothing. */
    synchronized Optional<BuildTurn> turn(NamespacedName runner, Plan plan) {
        if (isQueued(plan)) {
            return admit(runner, plan) ? Optional.of(BuildTurn.GRANTED) : Optional.empty();
        }
        return mayLoseItsTurn(plan) && isInTheWay(runner, running())
                ? Optional.of(BuildTurn.WITHDRAWN)
                : Optional.empty();
    }

    /** Admits the build of a plan that waits for nothing else, where it is next; says whether it did. */
    private boolean admit(NamespacedName runner, Plan plan) {
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
        nextAfter(runner, isQueued(plan), build != null && build.phase() == BuildPhase.Running, mayLoseItsTurn(plan))
                .forEach(wake);
    }

    /** Its AgentRunner is gone: others may be next. */
    void gone(NamespacedName runner) {
        nextAfter(runner, false, false, false).forEach(wake);
    }

    private synchronized List<NamespacedName> nextAfter(
            NamespacedName runner, boolean isQueued, boolean isRunning, boolean mayLoseItsTurn) {
        var state = states.of(runner);
        state.mayLoseItsTurn(mayLoseItsTurn);
        if (!isQueued && state.unqueueBuild()) {
            queued--;
        }
        if (!isRunning) {
            state.forgetAdmission();
        }
        if (queued == 0) {
            return List.of();
        }
        var running = running();
        return Stream.concat(next(running).stream(), inTheWay(runner, running).stream())
                .toList();
    }

    /** One that loses its turn makes room for one that waits; whether another must, too, is seen then. */
    private Optional<NamespacedName> inTheWay(NamespacedName reconciled, Set<NamespacedName> running) {
        return states.all().entrySet().stream()
                .filter(entry -> entry.getValue().mayLoseItsTurn())
                .map(Map.Entry::getKey)
                .filter(runner -> !runner.equals(reconciled) && isInTheWay(runner, running))
                .findFirst();
    }

    /** Whether more could begin if this one did not run. */
    private boolean isInTheWay(NamespacedName runner, Set<NamespacedName> running) {
        var others = new HashSet<>(running);
        return others.remove(runner) && next(others).size() > next(running).size();
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
                limits);
    }

    private Set<NamespacedName> running() {
        var running = new HashSet<NamespacedName>();
        var seen = new HashSet<NamespacedName>();
        cluster.buildJobs().filter(job -> !JobState.isSuspended(job)).forEach(job -> {
            seen.add(NamespacedName.of(job));
            if (JobState.isUnderWay(job) && job.getMetadata().getDeletionTimestamp() == null) {
                owner(job).ifPresent(running::add);
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

    private static boolean mayLoseItsTurn(Plan plan) {
        return BuildState.mayLoseItsTurn(plan.status().build());
    }

    /** Labels are anybody's to write: only what an AgentRunner controls that is there is its build. */
    private Optional<NamespacedName> owner(Job job) {
        return job.getMetadata().getOwnerReferences().stream()
                .filter(reference ->
                        Boolean.TRUE.equals(reference.getController()) && AgentRunner.KIND.equals(reference.getKind()))
                .flatMap(reference -> {
                    var runner = new NamespacedName(job.getMetadata().getNamespace(), reference.getName());
                    return cluster.uid(runner).filter(reference.getUid()::equals).map(uid -> runner).stream();
                })
                .findFirst();
    }
}
