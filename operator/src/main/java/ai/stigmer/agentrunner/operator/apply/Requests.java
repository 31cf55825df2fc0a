package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.reconcile.ApiResult;
import ai.stigmer.agentrunner.model.reconcile.ApiServer;
import ai.stigmer.agentrunner.model.reconcile.ConflictingFields;
import ai.stigmer.agentrunner.model.reconcile.FieldTakeover;
import ai.stigmer.agentrunner.model.reconcile.NoOpApply;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.operator.client.Explanation;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The requests that a plan is made of, each with its line in the log. */
public final class Requests implements ApiServer {
    private static final RunnerLog LOG = new RunnerLog(LoggerFactory.getLogger(Requests.class));

    /** As resourceVersion of an apply: the API server answers 409 where there is an object of the name. "0" does not. */
    private static final String ABSENT = "1";

    private final KubernetesClient client;
    private final Consumer<HasMetadata> replies;
    private final WriteMetrics metrics;
    private final LiveObjects live;
    private final Deletion deletion;
    private final StatusWriter statuses;
    private final EventRecorder events;

    /**
     * @param instance this replica's name, for Events
     * @param replies takes what the API server answers to the writes of a plan
     */
    public Requests(
            KubernetesClient client,
            Clock clock,
            String instance,
            Consumer<HasMetadata> replies,
            WriteMetrics metrics) {
        this.client = client;
        this.replies = replies;
        this.metrics = metrics;
        this.live = new LiveObjects(client);
        this.deletion = new Deletion(client);
        this.events = new EventRecorder(client, clock, instance, metrics);
        this.statuses = new StatusWriter(client, events, metrics);
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        var object = write.object();
        return answer(object, observed, () -> {
            if (write.mustCreate()) {
                object.getMetadata().setResourceVersion(ABSENT);
            }
            HasMetadata reply = client.resource(object)
                    .fieldManager(write.manager())
                    .forceConflicts()
                    .serverSideApply();
            replies.accept(reply);
            metrics.written(object.getKind(), write.mustCreate() ? "create" : "apply");
            LOG.changed(
                    observed.runner(),
                    write.mustCreate() ? "created" : "applied",
                    object,
                    write.mustCreate() ? "there was none" : why(write, reply, observed));
            return Optional.of(reply);
        });
    }

    private static String why(Write write, HasMetadata reply, Observed observed) {
        if (NoOpApply.is(write, reply, observed)) {
            return "no effect, an admission webhook or policy of the cluster changes it back";
        }
        return switch (write.manager()) {
            case Write.REPLICAS -> "spec.replicas is not set, the count passes to field manager " + write.manager();
            case Write.QUEUE -> "its build loses its turn to another, or gets it back";
            default -> whyByOperator(write, observed);
        };
    }

    private static String whyByOperator(Write write, Observed observed) {
        var wanted = applied(Optional.of(write.object()));
        return wanted.isPresent() && wanted.equals(applied(observed.find(write.object())))
                ? "it was changed by someone else"
                : "for generation " + observed.runner().getMetadata().getGeneration();
    }

    private static Optional<String> applied(Optional<? extends HasMetadata> object) {
        return object.map(o -> o.getMetadata().getAnnotations()).map(all -> all.get(Annotations.APPLIED));
    }

    @Override
    public ApiResult delete(HasMetadata object, Observed observed) {
        return answer(object, observed, () -> {
            if (deletion.of(object, DeletionPropagation.BACKGROUND)) {
                metrics.written(object.getKind(), "delete");
                LOG.changed(
                        observed.runner(),
                        "deleted",
                        object,
                        "generation " + observed.runner().getMetadata().getGeneration() + " does not ask for it");
            }
            return Optional.empty();
        });
    }

    @Override
    public ApiResult read(HasMetadata object, Observed observed) {
        return answer(object, observed, () -> live.read(object));
    }

    @Override
    public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
        return patch(
                desired,
                PatchType.STRATEGIC_MERGE,
                ConflictingFields.patch(desired),
                observed,
                "fields that someone else set were in the way");
    }

    @Override
    public ApiResult takeOver(Deployment desired, Observed observed) {
        var found = read(desired, observed);
        if (!(found instanceof ApiResult.Accepted(var object))) {
            return found;
        }
        var seen = object.map(Deployment.class::cast)
                .filter(live ->
                        live.getMetadata().getUid().equals(desired.getMetadata().getUid()));
        if (seen.isEmpty()) {
            return new ApiResult.Outdated();
        }
        return FieldTakeover.patch(seen.get())
                .map(patch -> patch(desired, PatchType.JSON, patch, observed, "kubectl owned fields of its pods' spec"))
                .orElse(found);
    }

    private ApiResult patch(Deployment desired, PatchType type, String patch, Observed observed, String why) {
        return answer(desired, observed, () -> {
            HasMetadata reply = client.resource(desired)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(type)
                                    .withFieldManager(Write.OPERATOR)
                                    .build(),
                            patch);
            replies.accept(reply);
            metrics.written(desired.getKind(), "patch");
            LOG.changed(observed.runner(), "patched", desired, why);
            return Optional.of(reply);
        });
    }

    /** Listed, as the operator lists AgentRunners anyway: it then needs no right to get them. */
    @Override
    public boolean isAlive(AgentRunner runner) {
        var seen = runner.getMetadata();
        return client
                .resources(AgentRunner.class)
                .inNamespace(seen.getNamespace())
                .withField("metadata.name", seen.getName())
                .list()
                .getItems()
                .stream()
                .map(AgentRunner::getMetadata)
                .anyMatch(now -> now.getUid().equals(seen.getUid()) && now.getDeletionTimestamp() == null);
    }

    @Override
    public Optional<AgentRunner> writeStatus(AgentRunner runner, AgentRunnerStatus status) {
        return statuses.write(runner, status);
    }

    @Override
    public Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object) {
        return failure instanceof KubernetesClientException e
                ? Optional.of(
                        ApiRejection.of(object, e.getCode(), Optional.ofNullable(e.getStatus()), Explanation.of(e)))
                : Optional.empty();
    }

    @Override
    public void record(AgentRunner runner, PlannedEvent event) {
        events.record(runner, event);
    }

    private static ApiResult answer(HasMetadata object, Observed observed, Supplier<Optional<HasMetadata>> request) {
        try {
            return new ApiResult.Accepted(request.get());
        } catch (KubernetesClientException e) {
            var answer = ApiResult.of(e.getCode(), Optional.ofNullable(e.getStatus()), "" + e.getMessage(), object)
                    .orElseThrow(() -> e);
            if (answer instanceof ApiResult.Refused(var rejection)) {
                LOG.log(Level.DEBUG, observed.runner(), "refused: " + rejection);
            }
            return answer;
        }
    }
}
