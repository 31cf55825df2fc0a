package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.reconcile.BuildAdmission;
import ai.stigmer.agentrunner.model.reconcile.ClusterReader;
import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.model.reconcile.ReconcileLoop;
import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.model.reconcile.TemporaryFailure;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.simulation.SimulatedRequests.Crash;
import ai.stigmer.agentrunner.model.simulation.SimulatedRequests.ServerFailure;
import ai.stigmer.agentrunner.model.spec.References;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operator's process: the real loop over simulated caches, requests and the SDK's queue. */
final class SimulatedOperator implements ClusterReader {
    static final int MAX_BUILDS = 1;
    private static final Limits LIMITS = new Limits(MAX_BUILDS, MAX_BUILDS);
    private static final Policy POLICY = new Policy(Set.of(Permission.BUILDS));

    private final World world;
    private final SimulatedRequests requests;
    /** By which it makes new pods. */
    private RenderingRevision revision;

    private SimulatedCaches caches;
    private final Map<Key, SimulatedQueue> queues = new TreeMap<>();
    private RunnerStates states;
    private ReconcileLoop loop;
    private final List<Key> underWay = new ArrayList<>();
    private boolean hadBuild;
    private boolean mayAnotherWait;
    private @Nullable Stored statusReply;
    private int writes;

    /** Just started, of the release that made new pods by this revision; started again, it is today's. */
    SimulatedOperator(World world, RenderingRevision revision) {
        this.world = world;
        this.revision = revision;
        requests = new SimulatedRequests(world, this);
        states = new RunnerStates();
        caches = new SimulatedCaches(world.server, states);
        loop = loop();
        wakeThosePresent();
    }

    SimulatedOperator(SimulatedOperator other, World world) {
        this.world = world;
        revision = other.revision;
        requests = new SimulatedRequests(world, this);
        states = new RunnerStates(other.states);
        caches = new SimulatedCaches(other.caches);
        other.queues.forEach((runner, queue) -> queues.put(runner, new SimulatedQueue(queue)));
        loop = loop();
        writes = other.writes;
    }

    private ReconcileLoop loop() {
        var builds =
                new BuildAdmission(states, this, runner -> queue(key(runner)).mark(), LIMITS, () -> 0);
        return new ReconcileLoop(
                new Planner(Installation.of(POLICY), revision),
                states,
                new InFlightReconciles(() -> 0),
                this,
                requests,
                builds,
                world::now,
                world::nanos);
    }

    /** Forgets everything and lists the cluster. */
    void start() {
        revision = RenderingRevision.CURRENT;
        states = new RunnerStates();
        caches = new SimulatedCaches(world.server, states);
        queues.clear();
        loop = loop();
        wakeThosePresent();
    }

    private void wakeThosePresent() {
        World.RUNNERS.stream().filter(runner -> runner(runner).isPresent()).forEach(runner -> queue(runner)
                .mark());
    }

    private SimulatedQueue queue(Key runner) {
        return queues.computeIfAbsent(runner, key -> new SimulatedQueue());
    }

    private static Key key(NamespacedName runner) {
        return new Key("AgentRunner", runner.name());
    }

    private static NamespacedName name(Key runner) {
        return new NamespacedName(World.NAMESPACE, runner.name());
    }

    boolean isReady(Key runner) {
        return queue(runner).isReady();
    }

    /** Whether it is to reconcile again after a while, whatever happens. */
    boolean isScheduled(Key runner) {
        return queue(runner).isScheduled();
    }

    boolean isReconciling(Key runner) {
        return underWay.contains(runner);
    }

    int writes() {
        return writes;
    }

    void countWrite() {
        writes++;
    }

    Cache cache(String kind) {
        return caches.of(kind);
    }

    /** A watch tells the next that it has. */
    void deliver(String kind) {
        heard(kind, cache(kind).deliver(world.server, states));
    }

    /** A watch tells the last once more. */
    void repeat(String kind) {
        heard(kind, cache(kind).repeat(world.server, states));
    }

    /** A watch starts anew. */
    void list(String kind) {
        heard(kind, cache(kind).list(world.server, states));
    }

    private void heard(String kind, boolean isNews) {
        for (var runner : World.RUNNERS) {
            if (kind.equals("AgentRunner") && runner(runner).isEmpty()) {
                queue(runner).remove();
                loop.forget(name(runner));
            } else if (isNews && runner(runner).isPresent()) {
                queue(runner).mark();
            }
        }
    }

    private Optional<Stored> runner(Key runner) {
        return cache("AgentRunner").get(runner);
    }

    /** One reconcile, as the adapter to the SDK makes it. */
    void reconcile(Key name) {
        var queue = queue(name);
        queue.begin();
        var runner = runner(name);
        if (runner.isEmpty()) {
            queue.end(false);
            return;
        }
        underWay.add(name);
        hadBuild = buildsUnderWay().anyMatch(job -> isOwn(job, name));
        mayAnotherWait = others().flatMap(other -> runner(other).stream())
                .anyMatch(other -> JobController.image(other).isPresent());
        try {
            var result = loop.reconcile(runner.get().as(AgentRunner.class));
            var reply = statusReply;
            if (reply != null && result.written().isPresent()) {
                cache("AgentRunner").replied(reply, runner.get());
            }
            result.failure().ifPresent(failure -> {
                throw failure;
            });
            queue.end(result.requeueAfter().isPresent());
        } catch (ServerFailure | TemporaryFailure | IllegalStateException e) {
            world.waitForRetry();
            queue.end(false);
            queue.mark();
        } catch (Crash crash) {
            if (underWay.size() > 1) {
                throw crash;
            }
            start();
        } finally {
            underWay.removeLast();
        }
    }

    void wroteStatus(Stored reply) {
        statusReply = reply;
    }

    /** Two reconciles of one AgentRunner at once would send what the other makes wrong. */
    void requireAlone() {
        if (underWay.size() > 1) {
            throw new Violation("two reconciles of one AgentRunner send requests at once");
        }
    }

    /**
     * How many builds of other AgentRunners that are there leave no room for one of the AgentRunner that is reconciled; its
     * own gives its turn to the next. Those count that run, and that the operator was told of.
     */
    long buildsInTheWay() {
        return hadBuild
                ? 0
                : others().flatMap(other -> buildsUnderWay().filter(job -> isOwn(job, other)))
                        .flatMap(job -> world
                                .server
                                .get(new Key("Job", job.getMetadata().getName()))
                                .stream())
                        .filter(job -> JobController.isUnderWay(job) && !JobController.isSuspended(job))
                        .count();
    }

    private Stream<Key> others() {
        return World.RUNNERS.stream().filter(runner -> !runner.equals(underWay.getLast()));
    }

    private Stream<Job> buildsUnderWay() {
        return buildJobs().filter(job -> JobState.isUnderWay(job) && !JobState.isSuspended(job));
    }

    private boolean isOwn(Job job, Key runner) {
        return runner(runner)
                .map(Stored::uid)
                .filter(uid -> job.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getUid().equals(uid)))
                .isPresent();
    }

    /** Whether a build of another AgentRunner could wait for its turn when the reconcile began. */
    boolean mayAnotherWait() {
        return mayAnotherWait;
    }

    @Override
    public Observed observe(AgentRunner runner) {
        var name = runner.getMetadata().getName();
        var references = References.of(runner);
        return new Observed(
                runner,
                caches.get(PersistentVolumeClaim.class, Names.workspaceClaim(name)),
                references.existingClaim().flatMap(requests::readClaim),
                caches.get(Deployment.class, name),
                caches.get(PodDisruptionBudget.class, name),
                caches.get(NetworkPolicy.class, name),
                caches.pods(false),
                caches.configMaps(references.watchedConfigMaps()),
                Map.of(),
                new ObservedBuilds(
                        caches.jobs(name),
                        caches.pods(true),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        BuildTurn.PENDING),
                List.of());
    }

    @Override
    public Optional<String> uid(NamespacedName runner) {
        return runner(key(runner)).map(Stored::uid);
    }

    @Override
    public Stream<Job> buildJobs() {
        return caches.jobs().stream();
    }

    void digest(StringBuilder text) {
        caches.digest(text, world.server);
        text.append(states).append(queues).append(revision);
    }
}
