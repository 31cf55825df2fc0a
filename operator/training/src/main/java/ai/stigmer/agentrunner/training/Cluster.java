package ai.stigmer.agentrunner.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;

/** What controllers, scheduler and kubelets do: claims are bound, a Deployment gets a pod which soon serves. */
final class Cluster {
    static final String DEPLOYMENTS = "/apis/apps/v1/deployments";
    static final String CLAIMS = "/api/v1/persistentvolumeclaims";
    static final String PODS = "/api/v1/pods";
    private static final long POD_STARTS_MILLIS = 50;

    private final Vertx vertx;
    private final Store store;

    Cluster(Vertx vertx, Store store) {
        this.vertx = vertx;
        this.store = store;
    }

    void start() {
        store.listen(0, change -> {
            if (!change.what().equals("DELETED") && !isObserved(change.object())) {
                vertx.runOnContext(now -> act(change));
            }
        });
    }

    private void act(Store.Change change) {
        switch (change.key().type()) {
            case CLAIMS -> bind(change.key());
            case DEPLOYMENTS -> {
                roll(change.key());
                vertx.setTimer(POD_STARTS_MILLIS, now -> serve(change.key()));
            }
            default -> {}
        }
    }

    private static boolean isObserved(ObjectNode object) {
        return object.at("/status/observedGeneration").asLong()
                == object.at("/metadata/generation").asLong();
    }

    private void bind(Store.Key key) {
        store.get(key).ifPresent(claim -> {
            var status = claim.withObject("/status");
            status.put("phase", "Bound").set("capacity", claim.at("/spec/resources/requests"));
            // No claim has this field; it is how the change that we make ourselves is told from others.
            status.put("observedGeneration", claim.at("/metadata/generation").asLong());
            store.put(key, claim);
        });
    }

    private void roll(Store.Key key) {
        store.get(key).ifPresent(deployment -> {
            status(deployment, 0, "False", "True", "ReplicaSetUpdated");
            store.put(key, deployment);
            store.put(pod(key), pod(deployment, "Pending", false));
        });
    }

    private void serve(Store.Key key) {
        store.get(key).ifPresent(deployment -> {
            store.put(pod(key), pod(deployment, "Running", true));
            status(deployment, deployment.at("/spec/replicas").asInt(1), "True", "True", "NewReplicaSetAvailable");
            store.put(key, deployment);
        });
    }

    private static void status(ObjectNode deployment, int serving, String available, String progressing, String why) {
        var status = deployment.putObject("status");
        status.put("observedGeneration", deployment.at("/metadata/generation").asLong());
        status.put("replicas", deployment.at("/spec/replicas").asInt(1));
        status.put("updatedReplicas", serving).put("readyReplicas", serving).put("availableReplicas", serving);
        var conditions = status.putArray("conditions");
        conditions
                .addObject()
                .put("type", "Available")
                .put("status", available)
                .put("reason", "MinimumReplicasAvailable");
        conditions
                .addObject()
                .put("type", "Progressing")
                .put("status", progressing)
                .put("reason", why);
    }

    private static Store.Key pod(Store.Key deployment) {
        return new Store.Key(PODS, deployment.namespace(), deployment.name() + "-5d8f7c9b64-x2x7q");
    }

    private static ObjectNode pod(ObjectNode deployment, String phase, boolean isReady) {
        var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").set("labels", deployment.at("/spec/template/metadata/labels"));
        pod.set("spec", deployment.at("/spec/template/spec"));
        var status = pod.putObject("status").put("phase", phase);
        status.putArray("conditions").addObject().put("type", "Ready").put("status", isReady ? "True" : "False");
        if (isReady) {
            status.putArray("containerStatuses")
                    .addObject()
                    .put("name", "agent-runner")
                    .put("ready", true)
                    .put("started", true)
                    .put("restartCount", 0)
                    .putObject("state")
                    .putObject("running")
                    .put(
                            "startedAt",
                            deployment.at("/metadata/creationTimestamp").asText());
        }
        return pod;
    }
}
