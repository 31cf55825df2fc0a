package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.apply.ApiResult;
import ai.stigmer.agentrunner.model.apply.ApiServer;
import ai.stigmer.agentrunner.model.apply.ConvergenceLoop;
import ai.stigmer.agentrunner.model.apply.OwnStatusVersions;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.spec.References;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The operator: the real planner and the real rounds; what AgentRunnerReconciler, Observer and StatusWriter do around
 * them is told here again, over simulated caches and requests.
 */
final class SimulatedOperator implements ApiServer {
    private static final Policy POLICY = new Policy(Set.of(Permission.BUILDS));

    private final World world;
    private SimulatedCaches caches;
    private OwnStatusVersions written = new OwnStatusVersions();
    private boolean woken;
    private boolean looksAgain;
    private int writes;

    /** Just started. */
    SimulatedOperator(World world) {
        this.world = world;
        caches = new SimulatedCaches(world.server, written);
        woken = runner().isPresent();
    }

    SimulatedOperator(SimulatedOperator other, World world) {
        this.world = world;
        caches = new SimulatedCaches(other.caches);
        written = new OwnStatusVersions(other.written);
        woken = other.woken;
        looksAgain = other.looksAgain;
        writes = other.writes;
    }

    /** Forgets everything and lists the cluster. */
    void start() {
        written = new OwnStatusVersions();
        caches = new SimulatedCaches(world.server, written);
        looksAgain = false;
        woken = runner().isPresent();
    }

    boolean isWoken() {
        return woken;
    }

    /** Whether it is to look again after a while, whatever happens. */
    boolean looksAgain() {
        return looksAgain;
    }

    OwnStatusVersions written() {
        return written;
    }

    int writes() {
        return writes;
    }

    Cache cache(String kind) {
        return caches.of(kind);
    }

    void wake(boolean woken) {
        this.woken |= woken;
    }

    private Optional<Stored> runner() {
        return cache("AgentRunner").get(World.RUNNER);
    }

    /** One reconcile. */
    void reconcile() {
        woken = false;
        looksAgain = false;
        var runner = runner();
        if (runner.isEmpty()) {
            return;
        }
        if (written.isOlder(runner.get().as(AgentRunner.class))) {
            looksAgain = true;
            return;
        }
        try {
            reconcile(runner.get());
        } catch (ServerFailure | IllegalStateException e) {
            woken = true;
        } catch (Crash crash) {
            start();
        }
    }

    private void reconcile(Stored runner) {
        var planner = new Planner(POLICY);
        var observed = observe(runner);
        var settled = new ConvergenceLoop(seen -> planner.plan(seen, world.now()), this).settle(observed);
        settled.map(ConvergenceLoop.Converged::plan).ifPresent(plan -> {
            looksAgain = plan.requeueAfter().isPresent();
            if (plan.statusChanged()) {
                writeStatus(runner, plan);
            }
        });
    }

    private Observed observe(Stored runner) {
        var typed = runner.as(AgentRunner.class);
        var references = References.of(typed);
        return new Observed(
                typed,
                caches.get(PersistentVolumeClaim.class, Names.workspaceClaim(runner.key.name())),
                references.existingClaim().flatMap(this::readClaim),
                caches.get(Deployment.class, runner.key.name()),
                caches.get(PodDisruptionBudget.class, runner.key.name()),
                caches.get(NetworkPolicy.class, runner.key.name()),
                caches.pods(false),
                caches.configMaps(references.watchedConfigMaps()),
                Map.of(),
                new ObservedBuilds(
                        caches.jobs(), caches.pods(true), Optional.empty(), Optional.empty(), Optional.empty(), true),
                List.of());
    }

    private Optional<PersistentVolumeClaim> readClaim(String name) {
        return ask("reads PersistentVolumeClaim " + name, true, () -> world.server
                .get(new Key("PersistentVolumeClaim", name))
                .map(claim -> claim.as(PersistentVolumeClaim.class)));
    }

    /** A JSON patch: the status as a whole, if the uid is the one seen. */
    private void writeStatus(Stored runner, Plan plan) {
        var status = (ObjectNode) Yaml.tree(plan.status());
        try {
            var reply = ask("writes the status of " + World.RUNNER + ": " + Story.status(status), false, () -> {
                var live = world.server.get(World.RUNNER);
                if (live.isEmpty() || !live.get().uid().equals(runner.uid())) {
                    throw new ApiFailure(404, "gone");
                }
                world.invariants.statusIsWritten(runner, status);
                writes++;
                return world.server.update(World.RUNNER, Write.OPERATOR, tree -> tree.set("status", status));
            });
            this.written.wrote(reply.as(AgentRunner.class));
            cache("AgentRunner").replied(reply, runner);
        } catch (ApiFailure e) {
            if (e.code != 404) {
                throw new ServerFailure();
            }
        }
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        var tree = (ObjectNode) Yaml.tree(write.object());
        var key = key(write.object());
        return answer(write.object(), () -> {
            var reply = ask(
                    "applies " + key + Story.preconditions(tree) + " as " + write.manager() + ": "
                            + Story.content(tree),
                    false,
                    () -> send(key, tree, write.manager(), uid(observed)));
            cache(key.kind()).replied(reply);
            world.invariants.writeWasAcknowledged(key);
            return Optional.of(reply.as(write.object().getClass()));
        });
    }

    private Stored send(Key key, ObjectNode tree, String manager, String owner) {
        var live = world.server.get(key);
        var known = cache(key.kind()).get(key);
        var reply = world.server.apply(key, tree, manager);
        writes++;
        world.invariants.isWritten(live, reply, known, manager, owner);
        return reply;
    }

    @Override
    public ApiResult delete(HasMetadata object, Observed observed) {
        var key = key(object);
        return answer(object, () -> {
            ask("deletes " + key + ", uid " + object.getMetadata().getUid(), false, () -> {
                var live = world.server.get(key);
                if (live.isPresent()) {
                    if (!live.get().uid().equals(object.getMetadata().getUid())) {
                        throw new ApiFailure(409, "Precondition failed: uid");
                    }
                    world.invariants.isDeleted(live.get(), uid(observed));
                    writes++;
                    world.server.delete(key);
                }
                return key;
            });
            return Optional.empty();
        });
    }

    @Override
    public ApiResult takeOut(Deployment desired, Observed observed) {
        var key = key(desired);
        return answer(desired, () -> {
            var reply = ask("takes out of " + key + " what stands in the way", false, () -> {
                var live = world.server.get(key);
                if (live.isEmpty()
                        || !live.get().uid().equals(desired.getMetadata().getUid())) {
                    throw new ApiFailure(409, "Precondition failed: uid");
                }
                world.invariants.isWritten(live, live.get(), Optional.empty(), Write.OPERATOR, uid(observed));
                writes++;
                return world.server.update(key, Write.OPERATOR, tree -> {
                    var strategy = (ObjectNode) tree.at("/spec/strategy");
                    strategy.put("type", "Recreate").remove("rollingUpdate");
                });
            });
            cache(key.kind()).replied(reply);
            return Optional.of(reply.as(Deployment.class));
        });
    }

    @Override
    public ApiResult read(HasMetadata object, Observed observed) {
        var key = key(object);
        return new ApiResult.Accepted(
                ask("reads " + key, true, () -> world.server.get(key).map(live -> live.as(object.getClass()))));
    }

    private static ApiResult answer(HasMetadata object, Supplier<Optional<HasMetadata>> request) {
        try {
            return new ApiResult.Accepted(request.get());
        } catch (ApiFailure e) {
            return ApiResult.of(e.code, Optional.of(e.status()), "" + e.getMessage(), object)
                    .orElseThrow(ServerFailure::new);
        }
    }

    /** Sends a request, which meets its outcome. */
    private <T> T ask(String request, boolean reads, Supplier<T> act) {
        var outcome = world.outcome(request, reads);
        if (outcome == RequestOutcome.CRASH_BEFORE) {
            throw new Crash();
        }
        if (outcome == RequestOutcome.CONFLICT) {
            throw new ApiFailure(409, "Operation cannot be fulfilled");
        }
        if (outcome == RequestOutcome.FAILED) {
            throw new ServerFailure();
        }
        T reply;
        try {
            reply = act.get();
        } catch (ApiFailure e) {
            world.tell("    the API server answers " + e.code + ": " + e.getMessage());
            throw e;
        }
        if (outcome == RequestOutcome.CRASH_AFTER) {
            throw new Crash();
        }
        if (outcome == RequestOutcome.FAILED_AFTER) {
            throw new ServerFailure();
        }
        return reply;
    }

    private static String uid(Observed observed) {
        return observed.runner().getMetadata().getUid();
    }

    private static Key key(HasMetadata object) {
        return new Key(object.getKind(), object.getMetadata().getName());
    }

    void digest(StringBuilder text) {
        caches.digest(text, world.server);
        runner().map(seen -> seen.as(AgentRunner.class)).ifPresent(seen -> text.append(written.isOlder(seen)));
        text.append(woken).append(looksAgain);
    }

    /** To be tried again later. */
    private static final class ServerFailure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The process is gone, with all it knew. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
