package ai.stigmer.agentrunner.operator;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Rejection;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a plan's writes and deletes, one request an object. */
final class Applier {
    private static final Logger log = LoggerFactory.getLogger(Applier.class);
    private static final int HTTP_UNPROCESSABLE = 422;

    /** What a switch to Recreate must take away where another manager once set it. */
    private static final String WITHOUT_ROLLING_UPDATE =
            "{\"spec\":{\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null}}}";

    private final KubernetesClient client;
    private final Caches caches;
    private final OperatorMetrics metrics;

    Applier(KubernetesClient client, Caches caches, OperatorMetrics metrics) {
        this.client = client;
        this.caches = caches;
        this.metrics = metrics;
    }

    /**
     * What became of it.
     *
     * @param learned what the answers say about the objects written
     * @param complete whether all was sent; else the last thing learned calls for another plan
     */
    record Result(List<Surprise> learned, boolean complete) {}

    /**
     * Stops at the first write that meets another state than the plan assumed.
     *
     * @throws KubernetesClientException what a later try may mend
     */
    Result apply(Plan plan) {
        var learned = new ArrayList<Surprise>();
        for (var write : plan.writes()) {
            try {
                learned.add(new Surprise.Found(write.object(), Optional.of(send(write))));
            } catch (KubernetesClientException e) {
                learned.add(explain(write, e));
                return new Result(learned, false);
            }
        }
        plan.deletes().forEach(this::delete);
        return new Result(learned, true);
    }

    private HasMetadata send(Write write) {
        var object = write.object();
        HasMetadata written = client.resource(object)
                .fieldManager(write.manager())
                .forceConflicts()
                .serverSideApply();
        caches.remember(Slimming.slim(written));
        metrics.written(object.getKind(), "apply");
        log.info(
                "{}/{}: {} {} as {}",
                object.getMetadata().getNamespace(),
                object.getMetadata().getName(),
                object.getMetadata().getUid() == null ? "created" : "changed",
                object.getKind(),
                write.manager());
        return written;
    }

    private Surprise explain(Write write, KubernetesClientException e) {
        var object = write.object();
        var message = e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        if (e.getCode() == HTTP_CONFLICT || (e.getCode() == HTTP_UNPROCESSABLE && message.contains("metadata.uid"))) {
            return new Surprise.Found(object, Optional.ofNullable(live(object)).map(Slimming::slim));
        }
        if (e.getCode() == HTTP_UNPROCESSABLE && message.contains("rollingUpdate")) {
            return new Surprise.Found(object, Optional.of(Slimming.slim(removeRollingUpdate(object))));
        }
        if (e.getCode() == HTTP_FORBIDDEN || e.getCode() == HTTP_UNPROCESSABLE) {
            return new Surprise.Refused(
                    new Rejection(object.getKind(), object.getMetadata().getName(), e.getCode(), message));
        }
        throw e;
    }

    private HasMetadata removeRollingUpdate(HasMetadata deployment) {
        metrics.written(deployment.getKind(), "patch");
        return client.resource(deployment).patch(PatchContext.of(PatchType.JSON_MERGE), WITHOUT_ROLLING_UPDATE);
    }

    private HasMetadata live(HasMetadata object) {
        return client.resource(object).get();
    }

    private void delete(HasMetadata object) {
        var metadata = object.getMetadata();
        List<StatusDetails> deleted = client.resource(object)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        metrics.written(object.getKind(), "delete");
        log.info(
                "{}/{}: deleted {} ({})",
                metadata.getNamespace(),
                metadata.getName(),
                object.getKind(),
                deleted.size());
    }
}
