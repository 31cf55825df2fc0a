package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Schedules, runs and ends pods. The image's tag says what becomes of one: {@code crash} crashes, {@code missing} can't
 * be pulled, all others get ready.
 */
final class Kubelet {
    private static final String ME = "kubelet";

    private final SimulatedApiServer server;

    Kubelet(SimulatedApiServer server) {
        this.server = server;
    }

    static boolean isReady(Stored pod) {
        return pod.tree
                .at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    Optional<Move> next(Stored pod) {
        if (pod.isLeaving()) {
            return Optional.of(new Move("kubelet: ends " + pod.key, 6, () -> server.remove(pod.key)));
        }
        var status = status(pod);
        return status.equals(pod.tree.get("status"))
                ? Optional.empty()
                : Optional.of(new Move(
                        "kubelet: " + pod.key + " "
                                + status.at("/conditions/0/type").asText() + " "
                                + status.at("/conditions/0/status").asText(),
                        6,
                        () -> server.update(pod.key, ME, tree -> tree.set("status", status))));
    }

    private ObjectNode status(Stored pod) {
        var unusable = pod.tree
                .at("/spec/volumes")
                .valueStream()
                .map(volume -> volume.at("/persistentVolumeClaim/claimName").asText())
                .filter(claim -> !claim.isEmpty() && !isBound(claim))
                .findFirst();
        var status = JsonNodeFactory.instance.objectNode();
        if (unusable.isPresent()) {
            status.put("phase", "Pending");
            condition(status, "PodScheduled", "False")
                    .put("reason", "Unschedulable")
                    .put("message", "persistentvolumeclaim \"" + unusable.get() + "\" can't be used");
            return status;
        }
        var image = pod.tree.at("/spec/containers/0/image").asText();
        var container = status.putArray("containerStatuses").addObject();
        container
                .put("name", "agent-runner")
                .put("image", image)
                .put("imageID", "")
                .put("restartCount", 0);
        if (image.endsWith(":crash")) {
            container.put("ready", false);
            container.putObject("state").putObject("waiting").put("reason", "CrashLoopBackOff");
            container
                    .putObject("lastState")
                    .putObject("terminated")
                    .put("exitCode", 1)
                    .put("reason", "Error");
        } else if (image.endsWith(":missing")) {
            container.put("ready", false);
            container.putObject("state").putObject("waiting").put("reason", "ImagePullBackOff");
        } else {
            container.put("ready", true);
        }
        var ready = container.get("ready").asBoolean();
        status.put("phase", ready ? "Running" : "Pending");
        condition(status, "Ready", ready ? "True" : "False");
        return status;
    }

    private static ObjectNode condition(ObjectNode status, String type, String value) {
        return status.putArray("conditions").addObject().put("type", type).put("status", value);
    }

    private boolean isBound(String claim) {
        return server.get(new Key("PersistentVolumeClaim", claim))
                .filter(live -> live.tree.at("/status/phase").asText().equals("Bound"))
                .isPresent();
    }
}
