package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Rejection;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/** Sends a plan's writes and deletes, in order, up to the first that isn't accepted. */
final class Applier {
    private final ApiServer server;

    Applier(ApiServer server) {
        this.server = server;
    }

    Outcome apply(Plan plan, Observed observed) {
        for (var write : plan.writes()) {
            if (isRefused(write.object(), observed)) {
                break;
            }
            var answer = server.apply(write, observed);
            var lesson = echo(answer, write, observed).or(() -> learn(answer, write.object(), observed));
            if (lesson.isPresent()) {
                return lesson.get();
            }
        }
        for (var object : plan.deletes()) {
            if (isRefused(object, observed)) {
                break;
            }
            var lesson = learn(server.delete(object, observed), object, observed);
            if (lesson.isPresent()) {
                return lesson.get();
            }
        }
        return new Outcome.Done();
    }

    /** What was refused is not sent again in the same reconcile, nor what comes after it. */
    private static boolean isRefused(HasMetadata object, Observed observed) {
        return observed.rejections().stream()
                .anyMatch(rejection -> rejection.kind().equals(object.getKind())
                        && rejection.name().equals(object.getMetadata().getName()));
    }

    private static Optional<Outcome> echo(Answer answer, Write write, Observed observed) {
        return answer instanceof Answer.Accepted(var reply)
                        && reply.filter(object -> Echo.is(write, object, observed))
                                .isPresent()
                ? Optional.of(
                        new Outcome.Learnt(Revision.with(observed, write.object(), Echo.asApplied(write, observed))))
                : Optional.empty();
    }

    /** Empty: the API server agrees. */
    private Optional<Outcome> learn(Answer answer, HasMetadata object, Observed observed) {
        return switch (answer) {
            case Answer.Accepted accepted -> Optional.empty();
            case Answer.Outdated outdated -> Optional.of(reread(object, observed));
            case Answer.Refused(var rejection) -> Optional.of(refused(rejection, observed));
            case Answer.LeftoversInTheWay(var rejection) ->
                Optional.of(takeOut((Deployment) object, rejection, observed));
            case Answer.NamespaceGone gone -> Optional.of(new Outcome.NamespaceGone());
        };
    }

    private static Outcome refused(Rejection rejection, Observed observed) {
        return new Outcome.Learnt(Revision.with(observed, rejection));
    }

    private Outcome reread(HasMetadata object, Observed observed) {
        return switch (server.read(object, observed)) {
            case Answer.Accepted(var live) -> new Outcome.Learnt(Revision.with(observed, object, live));
            case Answer.Refused(var rejection) -> refused(rejection, observed);
            case Answer.NamespaceGone gone -> new Outcome.NamespaceGone();
            case Answer.Outdated outdated -> new Outcome.Learnt(observed);
            case Answer.LeftoversInTheWay left -> new Outcome.Learnt(observed);
        };
    }

    /** What can't be taken out is told in the words that the apply was refused with. */
    private Outcome takeOut(Deployment desired, Rejection rejection, Observed observed) {
        return switch (server.takeOut(desired, observed)) {
            case Answer.Accepted(var reply) -> new Outcome.Learnt(Revision.with(observed, desired, reply));
            case Answer.Refused refused -> refused(rejection, observed);
            case Answer.LeftoversInTheWay left -> refused(rejection, observed);
            case Answer.Outdated outdated -> reread(desired, observed);
            case Answer.NamespaceGone gone -> new Outcome.NamespaceGone();
        };
    }
}
