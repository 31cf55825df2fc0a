package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.BuildQueue;
import ai.stigmer.agentrunner.model.build.BuildQueue.Waiting;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.status.BuildState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may build now. What runs is what the watch of Jobs tells, and the turns given that it doesn't tell of yet; what
 * waits are the AgentRunners whose last plan said so. One at a time is decided.
 */
public final class BuildAdmission {
    /** How long a turn counts of which no Job is seen: a watch that is alive is a thousand times faster. */
    private static final Duration UNSEEN = Duration.ofSeconds(30);

    private final Supplier<Stream<Job>> jobs;
    private final Consumer<NamespacedName> wake;
    private final int most;
    private final LongSupplier clock;
    private final Map<NamespacedName, Instant> waiting = new LinkedHashMap<>();
    private final Map<NamespacedName, Long> given = new HashMap<>();

    /**
     * Nobody waits yet.
     *
     * @param jobs of all builds
     * @param wake has an AgentRunner looked at whose turn has come
     * @param most builds at the same time
     * @param clock monotonic, in nanoseconds
     */
    BuildAdmission(Supplier<Stream<Job>> jobs, Consumer<NamespacedName> wake, int most, LongSupplier clock) {
        this.jobs = jobs;
        this.wake = wake;
        this.most = most;
        this.clock = clock;
    }

    /** Whether a plan waits only for its turn, and it has come: the turn is then taken. */
    public synchronized boolean take(AgentRunner runner, Plan plan) {
        var name = NamespacedName.of(runner);
        if (!isQueued(plan)) {
            return false;
        }
        waiting.putIfAbsent(name, since(plan));
        var running = running();
        if (!running.contains(name) && !next(running).contains(name)) {
            return false;
        }
        given.put(name, clock.getAsLong());
        return true;
    }

    /** What became of it: the AgentRunner waits on, or it doesn't, and others may have their turn. */
    public void settled(AgentRunner runner, Plan plan) {
        next(
                        runner,
                        isQueued(plan),
                        plan.status().build() != null && plan.status().build().phase() == BuildPhase.Running)
                .forEach(wake);
    }

    /** It was deleted. */
    public void gone(AgentRunner runner) {
        next(runner, false, false).forEach(wake);
    }

    private synchronized List<NamespacedName> next(AgentRunner runner, boolean waits, boolean runs) {
        var name = NamespacedName.of(runner);
        if (!waits) {
            waiting.remove(name);
        }
        if (!runs) {
            given.remove(name);
        }
        return waiting.isEmpty() ? List.of() : next(running());
    }

    private List<NamespacedName> next(Set<NamespacedName> running) {
        return BuildQueue.next(
                running,
                waiting.entrySet().stream()
                        .filter(entry -> !running.contains(entry.getKey()))
                        .map(entry -> new Waiting(entry.getKey(), entry.getValue()))
                        .toList(),
                most);
    }

    private Set<NamespacedName> running() {
        var running = jobs.get()
                .filter(job -> JobState.isUnderWay(job) && job.getMetadata().getDeletionTimestamp() == null)
                .map(BuildAdmission::runnerOf)
                .collect(Collectors.toCollection(HashSet::new));
        given.values().removeIf(at -> clock.getAsLong() - at > UNSEEN.toNanos());
        running.addAll(given.keySet());
        return running;
    }

    private static boolean isQueued(Plan plan) {
        return BuildState.waitsForItsTurn(plan.status().build());
    }

    private static Instant since(Plan plan) {
        return Instant.parse(Objects.requireNonNull(
                Objects.requireNonNull(plan.status().build()).startTime(), "since when it waits"));
    }

    private static NamespacedName runnerOf(Job job) {
        return new NamespacedName(
                job.getMetadata().getNamespace(),
                Objects.requireNonNullElse(job.getMetadata().getLabels().get(Labels.RUNNER), ""));
    }
}
