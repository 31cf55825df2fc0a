package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a plan's writes and deletes, in order, up to the first that isn't accepted. */
final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    private final KubernetesClient client;
    private final Consumer<HasMetadata> replies;
    private final Journal journal;
    private final Deletion deletion;

    /**
     * An applier.
     *
     * @param replies takes what the API server answers to a write
     */
    Applier(KubernetesClient client, Consumer<HasMetadata> replies, Journal journal) {
        this.client = client;
        this.replies = replies;
        this.journal = journal;
        this.deletion = new Deletion(client);
    }

    /**
     * Sends them.
     *
     * @param observed what the plan was made from
     * @throws KubernetesClientException where it is worth trying again later
     */
    Outcome apply(Plan plan, Observed observed) {
        for (var write : plan.writes()) {
            if (isRefused(write.object(), observed)) {
                break;
            }
            try {
                send(write, observed);
            } catch (KubernetesClientException e) {
                return learn(e, write.object(), observed);
            }
        }
        for (var object : plan.deletes()) {
            if (isRefused(object, observed)) {
                break;
            }
            try {
                delete(object, observed);
            } catch (KubernetesClientException e) {
                return learn(e, object, observed);
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

    private Outcome learn(KubernetesClientException e, HasMetadata object, Observed observed) {
        return switch (Answer.of(e, object)) {
            case Answer.Outdated outdated -> new Outcome.Learnt(Revision.with(observed, object, live(object)));
            case Answer.Refused(var rejection) -> {
                LOG.debug("{}: refused: {}", Subject.of(observed.runner()), rejection);
                yield new Outcome.Learnt(Revision.with(observed, rejection));
            }
            case Answer.RollingUpdateLeft left ->
                new Outcome.Learnt(Revision.with(observed, object, Optional.of(recreate(object, observed))));
            case Answer.NamespaceGone gone -> new Outcome.NamespaceGone();
            case Answer.Later later -> throw e;
        };
    }

    private void send(Write write, Observed observed) {
        var object = write.object();
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
                isNew ? "there was none" : why(write, observed));
    }

    private static String why(Write write, Observed observed) {
        if (!write.manager().equals(Write.OPERATOR)) {
            return "spec.replicas was removed, the count stays with " + write.manager();
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

    private void delete(HasMetadata object, Observed observed) {
        if (deletion.of(object, DeletionPropagation.BACKGROUND)) {
            journal.written(object.getKind(), "delete");
            LOG.info(
                    "{}: deleted {} {}: generation {} has none",
                    Subject.of(observed.runner()),
                    object.getKind(),
                    object.getMetadata().getName(),
                    observed.runner().getMetadata().getGeneration());
        }
    }

    /** What has the object's name now. */
    private Optional<HasMetadata> live(HasMetadata object) {
        return Optional.ofNullable(client.resource(object).get());
    }

    /**
     * Server-side apply removes only what the applier owns; what else is left of a rolling update has to be taken out
     * by name.
     */
    private HasMetadata recreate(HasMetadata object, Observed observed) {
        var uid = object.getMetadata().getUid();
        var patch = "{\"metadata\":{\"uid\":\"" + uid
                + "\"},\"spec\":{\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null}}}";
        HasMetadata reply = client.resource(object)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager(Write.OPERATOR)
                                .build(),
                        patch);
        replies.accept(reply);
        journal.written(object.getKind(), "patch");
        LOG.info(
                "{}: patched Deployment {}: strategy Recreate, another's rolling-update settings stood in the way",
                Subject.of(observed.runner()),
                object.getMetadata().getName());
        return reply;
    }
}
