package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.reconcile.BuildAdmission;
import ai.stigmer.agentrunner.model.reconcile.ClusterReader;
import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.model.reconcile.ReconcileLoop;
import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.model.reconcile.TemporaryFailure;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Names;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operator's process: the real loop over simulated caches, requests and the SDK's queue. */
final class SimulatedOperator implements ClusterReader {
    static final int MAX_BUILDS = 1;
    private static final Policy POLICY = new Policy(Set.of(Permission.BUILDS));
    private static final NamespacedName NAME = new NamespacedName(World.NAMESPACE, World.NAME);

    private final World world;
    private final SimulatedRequests requests;
    private SimulatedCaches caches;
    private SimulatedQueue queue;
    private RunnerStates states;
    private ReconcileLoop loop;
    private int underWay;
    private boolean hadBuild;
    private @Nullable Stored statusReply;
    private int writes;

    /** Just started. */
    SimulatedOperator(World world) {
        this.world = world;
        requests = new SimulatedRequests(world, this);
        states = new RunnerStates();
        caches = new SimulatedCaches(world.server, states);
        queue = new SimulatedQueue();
        loop = loop();
        wakeIfPresent();
    }

    SimulatedOperator(SimulatedOperator other, World world) {
        this.world = world;
        requests = new SimulatedRequests(world, this);
        states = new RunnerStates(other.states);
        caches = new SimulatedCaches(other.caches);
        queue = new SimulatedQueue(other.queue);
        loop = loop();
        writes = other.writes;
    }

    private ReconcileLoop loop() {
        var builds = new BuildAdmission(states, this, runner -> queue.mark(), MAX_BUILDS, () -> 0);
        return new ReconcileLoop(
                new Planner(POLICY), states, new InFlightReconciles(() -> 0), this, requests, builds, world::now, world::nanos);
    }

    /** Forgets everything and lists the cluster. */
    void start() {
        states = new RunnerStates();
        caches = new SimulatedCaches(world.server, states);
        queue = new SimulatedQueue();
        loop = loop();
        wakeIfPresent();
    }

    private void wakeIfPresent() {
        if (runner().isPresent()) {
            queue.mark();
        }
    }

    boolean isReady() {
        return queue.isReady();
    }

    /** Whether it is to reconcile again after a while, whatever happens. */
    boolean isScheduled() {
        return queue.isScheduled();
    }

    boolean isReconciling() {
        return underWay > 0;
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
        if (kind.equals("AgentRunner") && runner().isEmpty()) {
            queue.remove();
            loop.forget(NAME);
        } else if (isNews && runner().isPresent()) {
            queue.mark();
        }
        if (kind.equals("Job")) {
            // The AgentRunner whose build took all the room is reconciled, too: that one has no build any more.
            loop.forget(new NamespacedName(World.NAMESPACE, JobController.RIVAL));
        }
    }

    private Optional<Stored> runner() {
        return cache("AgentRunner").get(World.RUNNER);
    }

    /** One reconcile, as the adapter to the SDK makes it. */
    void reconcile() {
        queue.begin();
        var runner = runner();
        if (runner.isEmpty()) {
            queue.end(false);
            return;
        }
        underWay++;
        hadBuild = buildsUnderWay().anyMatch(SimulatedOperator::isOwn);
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
            if (underWay > 1) {
                throw crash;
            }
            start();
        } finally {
            underWay--;
        }
    }

    void wroteStatus(Stored reply) {
        statusReply = reply;
    }

    /** Two reconciles of one AgentRunner at once would send what the other makes wrong. */
    void requireAlone() {
        if (underWay > 1) {
            throw new Violation("two reconciles of one AgentRunner send requests at once");
        }
    }

    /** How many builds run that leave no room for one of the AgentRunner's; its own gives its turn to the next. */
    long buildsInTheWay() {
        return hadBuild ? 0 : buildsUnderWay().filter(job -> !isOwn(job)).count();
    }

    private Stream<Job> buildsUnderWay() {
        return buildJobs().filter(JobState::isUnderWay);
    }

    private static boolean isOwn(Job job) {
        return World.NAME.equals(job.getMetadata().getLabels().get(Labels.RUNNER));
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
                        false),
                List.of());
    }

    @Override
    public boolean exists(NamespacedName runner) {
        return runner().isPresent();
    }

    @Override
    public Stream<Job> buildJobs() {
        return caches.jobs().stream();
    }

    void digest(StringBuilder text) {
        caches.digest(text, world.server);
        text.append(states).append(queue);
    }
}
