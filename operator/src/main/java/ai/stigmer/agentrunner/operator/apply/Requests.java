package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.apply.Answer;
import ai.stigmer.agentrunner.model.apply.ApiServer;
import ai.stigmer.agentrunner.model.apply.Echo;
import ai.stigmer.agentrunner.model.apply.Leftovers;
import ai.stigmer.agentrunner.model.apply.Revision;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that a plan is made of, each with its line in the log. */
final class Requests implements ApiServer {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final KubernetesClient client;
    private final Consumer<HasMetadata> replies;
    private final Journal journal;
    private final Deletion deletion;

    /**
     * Requests to one API server.
     *
     * @param replies takes what it answers to a write
     */
    Requests(KubernetesClient client, Consumer<HasMetadata> replies, Journal journal) {
        this.client = client;
        this.replies = replies;
        this.journal = journal;
        this.deletion = new Deletion(client);
    }

    @Override
    public Answer apply(Write write, Observed observed) {
        var object = write.object();
        return answer(object, observed, () -> {
            var isNew = isConditionalOnAbsence(object);
            HasMetadata reply = client.resource(object)
                    .fieldManager(write.manager())
                    .forceConflicts()
                    .serverSideApply();
            replies.accept(reply);
            journal.written(object.getKind(), isNew ? "create" : "apply");
            LOG.info(
                    "{}: {} {} {}: {}",
                    Subject.of(observed.runner()),
                    isNew ? "created" : "applied",
                    object.getKind(),
                    object.getMetadata().getName(),
                    isNew ? "there was none" : why(write, reply, observed));
            return Optional.of(reply);
        });
    }

    private static String why(Write write, HasMetadata reply, Observed observed) {
        if (Echo.is(write, reply, observed)) {
            return "in vain, an admission webhook or policy of the cluster changes it back";
        }
        if (!write.manager().equals(Write.OPERATOR)) {
            return "the spec does not say how many, the count passes to " + write.manager();
        }
        var wanted = applied(Optional.of(write.object()));
        return wanted.isPresent() && wanted.equals(applied(Revision.in(observed, write.object())))
                ? "it was changed by someone else"
                : "for generation " + observed.runner().getMetadata().getGeneration();
    }

    private static Optional<String> applied(Optional<? extends HasMetadata> object) {
        return object.map(o -> o.getMetadata().getAnnotations()).map(all -> all.get(Annotations.APPLIED));
    }

    private static boolean isConditionalOnAbsence(HasMetadata object) {
        return "1".equals(object.getMetadata().getResourceVersion());
    }

    @Override
    public Answer delete(HasMetadata object, Observed observed) {
        return answer(object, observed, () -> {
            if (deletion.of(object, DeletionPropagation.BACKGROUND)) {
                journal.written(object.getKind(), "delete");
                LOG.info(
                        "{}: deleted {} {}: generation {} has none",
                        Subject.of(observed.runner()),
                        object.getKind(),
                        object.getMetadata().getName(),
                        observed.runner().getMetadata().getGeneration());
            }
            return Optional.empty();
        });
    }

    @Override
    public Answer read(HasMetadata object, Observed observed) {
        return answer(
                object,
                observed,
                () -> Optional.ofNullable(client.resource(object).get()));
    }

    @Override
    public Answer takeOut(Deployment desired, Observed observed) {
        return answer(desired, observed, () -> {
            HasMetadata reply = client.resource(desired)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.STRATEGIC_MERGE)
                                    .withFieldManager(Write.OPERATOR)
                                    .build(),
                            Leftovers.patch(desired));
            replies.accept(reply);
            journal.written(desired.getKind(), "patch");
            LOG.info(
                    "{}: patched Deployment {}: what someone else put there stood in the way",
                    Subject.of(observed.runner()),
                    desired.getMetadata().getName());
            return Optional.of(reply);
        });
    }

    private static Answer answer(HasMetadata object, Observed observed, Supplier<Optional<HasMetadata>> request) {
        try {
            return new Answer.Accepted(request.get());
        } catch (KubernetesClientException e) {
            var answer = Answer.of(e.getCode(), Optional.ofNullable(e.getStatus()), "" + e.getMessage(), object)
                    .orElseThrow(() -> e);
            if (answer instanceof Answer.Refused(var rejection)) {
                LOG.debug("{}: refused: {}", Subject.of(observed.runner()), rejection);
            }
            return answer;
        }
    }
}
