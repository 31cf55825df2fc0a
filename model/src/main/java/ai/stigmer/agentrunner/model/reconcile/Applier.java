package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sends what a plan deletes of Jobs, its writes and its other deletes, up to the first that isn't accepted. */
final class Applier {
    private final ApiServer server;

    Applier(ApiServer server) {
        this.server = server;
    }

    ApplyOutcome apply(Plan plan, Observed observed) {
        // A build that is cancelled gives its turn to the one that follows it.
        var cancelled = delete(plan.deletes().stream().filter(Job.class::isInstance), new Progress(observed));
        var written = write(plan.writes(), cancelled);
        var done = delete(plan.deletes().stream().filter(object -> !(object instanceof Job)), written);
        return done.end()
                .orElseGet(() -> done.known().equals(observed)
                        ? new ApplyOutcome.Done()
                        : new ApplyOutcome.Learnt(done.known()));
    }

    /**
     * How far it is.
     *
     * @param end something was not accepted: nothing more is sent
     */
    private record Progress(Observed known, Optional<ApplyOutcome> end) {
        Progress(Observed known) {
            this(known, Optional.empty());
        }
    }

    private Progress write(List<Write> writes, Progress before) {
        var known = before.known();
        for (var write : before.end().isPresent() ? List.<Write>of() : writes) {
            if (known.isRejected(write.object())) {
                break;
            }
            if (isAdoption(write, known) && !server.isAlive(known.runner())) {
                return new Progress(known, Optional.of(new ApplyOutcome.RunnerGone()));
            }
            if (write.takesOver()) {
                var handedOver = server.takeOver((Deployment) write.object(), known);
                if (!(handedOver instanceof ApiResult.Accepted(var live))) {
                    return new Progress(known, Optional.of(learn(handedOver, write.object(), known)));
                }
                known = known.with(write.object(), live);
            }
            var answer = server.apply(write, known);
            if (!(answer instanceof ApiResult.Accepted(var reply))) {
                return new Progress(known, Optional.of(learn(answer, write.object(), known)));
            }
            known = known.with(write.object(), afterwards(write, reply, known));
        }
        return new Progress(known, before.end());
    }

    /**
     * Whether the write gives an owner to an object that has none. An AgentRunner that is deleted with its dependents
     * orphaned may be told of later than they are: to be owned by it again would be to be deleted with it.
     */
    private static boolean isAdoption(Write write, Observed known) {
        return !Ownership.isOrphan(write.object())
                && known.find(write.object()).filter(Ownership::isOrphan).isPresent();
    }

    private Progress delete(Stream<HasMetadata> objects, Progress before) {
        var known = before.known();
        for (var object : before.end().isPresent() ? List.<HasMetadata>of() : objects.toList()) {
            if (known.isRejected(object)) {
                break;
            }
            var answer = server.delete(object, known);
            if (!(answer instanceof ApiResult.Accepted)) {
                return new Progress(known, Optional.of(learn(answer, object, known)));
            }
            known = known.with(object, Optional.empty());
        }
        return new Progress(known, before.end());
    }

    private static Optional<HasMetadata> afterwards(Write write, Optional<HasMetadata> reply, Observed known) {
        return reply.filter(object -> NoOpApply.is(write, object, known)).isPresent()
                ? NoOpApply.asApplied(write, known)
                : reply;
    }

    private ApplyOutcome learn(ApiResult answer, HasMetadata object, Observed observed) {
        return switch (answer) {
            case ApiResult.Accepted(var reply) -> new ApplyOutcome.Learnt(observed.with(object, reply));
            case ApiResult.Outdated outdated -> reread(object, observed);
            case ApiResult.Refused(var rejection) -> refused(rejection, observed);
            case ApiResult.Contested(var conflict) -> new ApplyOutcome.Learnt(observed.with(conflict));
            case ApiResult.ConflictingFieldsPresent(var rejection) ->
                removeConflictingFields((Deployment) object, rejection, observed);
            case ApiResult.NamespaceGone gone -> new ApplyOutcome.NamespaceGone();
        };
    }

    private static ApplyOutcome refused(ApiRejection rejection, Observed observed) {
        return new ApplyOutcome.Learnt(observed.with(rejection));
    }

    private ApplyOutcome reread(HasMetadata object, Observed observed) {
        return switch (server.read(object, observed)) {
            case ApiResult.Accepted(var live) -> new ApplyOutcome.Learnt(observed.with(object, live));
            case ApiResult.Refused(var rejection) -> refused(rejection, observed);
            case ApiResult.NamespaceGone gone -> new ApplyOutcome.NamespaceGone();
            case ApiResult.Outdated outdated -> new ApplyOutcome.Learnt(observed);
            case ApiResult.Contested contested -> new ApplyOutcome.Learnt(observed);
            case ApiResult.ConflictingFieldsPresent left -> new ApplyOutcome.Learnt(observed);
        };
    }

    /** What can't be taken out is told in the words that the apply was refused with. */
    private ApplyOutcome removeConflictingFields(Deployment desired, ApiRejection rejection, Observed observed) {
        return switch (server.removeConflictingFields(desired, observed)) {
            case ApiResult.Accepted(var reply) -> new ApplyOutcome.Learnt(observed.with(desired, reply));
            case ApiResult.Refused refused -> refused(rejection, observed);
            case ApiResult.ConflictingFieldsPresent left -> refused(rejection, observed);
            case ApiResult.Contested contested -> refused(rejection, observed);
            case ApiResult.Outdated outdated -> reread(desired, observed);
            case ApiResult.NamespaceGone gone -> new ApplyOutcome.NamespaceGone();
        };
    }
}
