package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.reconcile.ApiResult;
import ai.stigmer.agentrunner.model.reconcile.ApiServer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.function.Supplier;

/** The requests of one reconcile: each may fail, be overtaken, or be the last that the process sends. */
final class SimulatedRequests implements ApiServer {
    private final World world;
    private final SimulatedOperator operator;

    SimulatedRequests(World world, SimulatedOperator operator) {
        this.world = world;
        this.operator = operator;
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        var tree = (ObjectNode) Yaml.tree(write.object());
        var key = key(write.object());
        InvariantChecker.mayBeWritten(write, observed.runner());
        return answer(write.object(), observed, () -> {
            var reply = send(
                    "applies " + key + Story.preconditions(write) + " as " + write.manager() + ": "
                            + Story.content(tree),
                    false,
                    () -> apply(key, tree, write, uid(observed)));
            operator.cache(key.kind()).replied(reply);
            world.invariants.writeWasAcknowledged(key);
            return Optional.of(reply.as(write.object().getClass()));
        });
    }

    private Stored apply(Key key, ObjectNode tree, Write write, String owner) {
        var live = world.server.get(key);
        var known = operator.cache(key.kind()).get(key);
        var reply = world.server.apply(key, tree, write.manager(), write.mustCreate());
        world.invariants.isWritten(live, reply, known, write.manager(), owner);
        if (key.kind().equals("Job")) {
            if (JobController.isSuspended(reply)) {
                world.invariants.mayLoseItsTurn(reply, operator.mayAnotherWait());
            } else {
                world.invariants.isAdmitted(key, operator.buildsInTheWay(), SimulatedOperator.MAX_BUILDS);
            }
        }
        operator.countWrite();
        return reply;
    }

    @Override
    public ApiResult delete(HasMetadata object, Observed observed) {
        var key = key(object);
        return answer(object, observed, () -> {
            send("deletes " + key + ", uid " + object.getMetadata().getUid(), false, () -> {
                var live = world.server.get(key);
                if (live.isPresent()) {
                    requireSame(live, object.getMetadata().getUid(), 409);
                    world.invariants.isDeleted(live.get(), uid(observed));
                    operator.countWrite();
                    world.server.delete(key);
                }
                return key;
            });
            return Optional.empty();
        });
    }

    @Override
    public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
        var key = key(desired);
        return answer(desired, observed, () -> {
            var reply = send("removes conflicting fields from " + key, false, () -> {
                var live = world.server.get(key);
                requireSame(live, desired.getMetadata().getUid(), 409);
                world.invariants.isWritten(live, live.orElseThrow(), Optional.empty(), Write.OPERATOR, uid(observed));
                operator.countWrite();
                return world.server.update(key, Write.OPERATOR, tree -> {
                    var strategy = (ObjectNode) tree.at("/spec/strategy");
                    strategy.put("type", "Recreate").remove("rollingUpdate");
                });
            });
            operator.cache(key.kind()).replied(reply);
            return Optional.of(reply.as(Deployment.class));
        });
    }

    @Override
    public ApiResult takeOver(Deployment desired, Observed observed) {
        var key = key(desired);
        return answer(desired, observed, () -> {
            var reply = send("takes over what kubectl owns in " + key, false, () -> {
                var live = world.server.get(key);
                requireSame(live, desired.getMetadata().getUid(), 409);
                world.invariants.isWritten(live, live.orElseThrow(), Optional.empty(), Write.OPERATOR, uid(observed));
                operator.countWrite();
                return world.server.takeOver(key);
            });
            operator.cache(key.kind()).replied(reply);
            world.invariants.writeWasAcknowledged(key);
            return Optional.of(reply.as(Deployment.class));
        });
    }

    @Override
    public ApiResult read(HasMetadata object, Observed observed) {
        var key = key(object);
        return new ApiResult.Accepted(
                send("reads " + key, true, () -> world.server.get(key).map(live -> live.as(object.getClass()))));
    }

    @Override
    public boolean isAlive(AgentRunner runner) {
        return send("looks whether the AgentRunner is alive", true, () -> world.server
                .get(World.RUNNER)
                .filter(live -> live.uid().equals(runner.getMetadata().getUid()) && !live.isLeaving())
                .isPresent());
    }

    /** A claim that carries no label of ours is in no cache. */
    Optional<PersistentVolumeClaim> readClaim(String name) {
        return send("reads PersistentVolumeClaim " + name, true, () -> world.server
                .get(new Key("PersistentVolumeClaim", name))
                .map(claim -> claim.as(PersistentVolumeClaim.class)));
    }

    /** A JSON patch: the status as a whole, if the uid is the one seen. */
    @Override
    public Optional<AgentRunner> writeStatus(AgentRunner runner, AgentRunnerStatus status) {
        var tree = (ObjectNode) Yaml.tree(status);
        var seen = runner.getMetadata();
        try {
            var key = key(runner);
            var reply = send("writes the status of " + key + ": " + Story.status(tree), false, () -> {
                requireSame(world.server.get(key), seen.getUid(), 404);
                world.invariants.statusIsWritten(key, seen, tree);
                operator.countWrite();
                return world.server.update(key, Write.OPERATOR, live -> live.set("status", tree));
            });
            operator.wroteStatus(reply);
            return Optional.of(reply.as(AgentRunner.class));
        } catch (ApiFailure e) {
            if (e.code != 404) {
                throw new ServerFailure();
            }
            return Optional.empty();
        }
    }

    @Override
    public Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object) {
        return failure instanceof ServerFailure
                ? Optional.of(ApiRejection.of(object, 500, Optional.empty(), "etcdserver: leader changed"))
                : Optional.empty();
    }

    @Override
    public void record(AgentRunner runner, PlannedEvent event) {
        world.tell("  the operator records " + event.type() + " " + event.reason());
    }

    private static void requireSame(Optional<Stored> live, String uid, int code) {
        if (live.filter(object -> object.uid().equals(uid)).isEmpty()) {
            throw new ApiFailure(code, "Precondition failed: uid");
        }
    }

    private ApiResult answer(HasMetadata object, Observed observed, Supplier<Optional<HasMetadata>> request) {
        world.invariants.isNotRefusedYet(key(object), observed);
        try {
            return new ApiResult.Accepted(request.get());
        } catch (ApiFailure e) {
            return ApiResult.of(e.code, Optional.of(e.status()), "" + e.getMessage(), object)
                    .orElseThrow(ServerFailure::new);
        }
    }

    /** Sends a request, whatever becomes of it. */
    private <T> T send(String request, boolean reads, Supplier<T> act) {
        operator.requireAlone();
        switch (world.outcome(request, reads)) {
            case CRASH_BEFORE -> throw new Crash();
            case CONFLICT -> throw new ApiFailure(409, "Operation cannot be fulfilled");
            case FAILED -> throw new ServerFailure();
            case CRASH_AFTER -> {
                act(act);
                throw new Crash();
            }
            case FAILED_AFTER -> {
                act(act);
                throw new ServerFailure();
            }
            case ANSWERED -> {}
        }
        return act(act);
    }

    private <T> T act(Supplier<T> act) {
        try {
            return act.get();
        } catch (ApiFailure e) {
            world.tell("    the API server answers " + e.code + ": " + e.getMessage());
            throw e;
        }
    }

    private static String uid(Observed observed) {
        return observed.runner().getMetadata().getUid();
    }

    private static Key key(HasMetadata object) {
        return new Key(object.getKind(), object.getMetadata().getName());
    }

    /** To be tried again later. */
    static final class ServerFailure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The process is gone, with all it knew. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
