package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the pod of a build's Job, ends it, and tells that the Job has ended; suspends Jobs and resumes them. The Dockerfile
 * says how: {@code FROM broken} fails, {@code FROM endless} never ends, no node takes the pod of {@code FROM
 * unschedulable}, all others make an image whose digest is of what they say.
 */
final class JobController {
    static final String REPOSITORY = "registry.example.com/demo";
    private static final String BROKEN = "broken";
    private static final String ENDLESS = "endless";
    private static final String UNSCHEDULABLE = "unschedulable";
    /** Longer ago than a pod may wait for a node. */
    private static final String LONG_AGO = "2026-01-01T11:00:00Z";

    private static final String ME = "kube-controller-manager";
    private static final String CONTENT = "stigmer.ai/build-file-0";

    private final SimulatedApiServer server;

    JobController(SimulatedApiServer server) {
        this.server = server;
    }

    /** What an AgentRunner's build makes; empty: nothing is built. */
    static Optional<String> image(Stored runner) {
        return dockerfile(runner).map(content -> REPOSITORY + "@" + digest(content));
    }

    /** Whether an AgentRunner's build never ends. */
    static boolean isEndless(Stored runner) {
        return dockerfile(runner)
                .filter(content -> content.contains(ENDLESS) || content.contains(UNSCHEDULABLE))
                .isPresent();
    }

    /** Whether an AgentRunner's build fails. */
    static boolean isBroken(Stored runner) {
        return dockerfile(runner).filter(content -> content.contains(BROKEN)).isPresent();
    }

    static boolean isUnschedulable(Stored job) {
        return content(job.tree.at("/spec/template")).contains(UNSCHEDULABLE);
    }

    static boolean isSuspended(Stored job) {
        return job.tree.at("/spec/suspend").asBoolean();
    }

    private static Optional<String> dockerfile(Stored runner) {
        return Optional.of(runner.tree.at("/spec/build/source/inline/files/Dockerfile"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private static String digest(String content) {
        return "sha256:" + Integer.toHexString(content.hashCode());
    }

    static boolean isUnderWay(Stored job) {
        return conditions(job).map(condition -> condition.path("type").asText()).allMatch("Suspended"::equals);
    }

    private static boolean isToldSuspended(Stored job) {
        return conditions(job)
                .anyMatch(condition -> condition.path("status").asText().equals("True"));
    }

    private static Stream<JsonNode> conditions(Stored job) {
        return job.tree.at("/status/conditions").valueStream();
    }

    /** The next step of a Job; empty: there is nothing to do. */
    Optional<Move> next(Stored job) {
        if (job.foreign || !isUnderWay(job)) {
            return Optional.empty();
        }
        var pod = server.all("Pod").stream()
                .filter(one -> one.controller().equals(Optional.of(job.uid())))
                .findFirst();
        if (pod.isEmpty() && isSuspended(job) != isToldSuspended(job)) {
            return Optional.of(tellSuspended(job));
        }
        if (pod.isPresent() && isSuspended(job) && end(pod.get()).isMissingNode()) {
            return pod.filter(one -> !one.isLeaving())
                    .map(one -> new Move("job controller: deletes " + one.key, 6, () -> server.delete(one.key)));
        }
        if (pod.isEmpty()) {
            if (isSuspended(job)) {
                return Optional.empty();
            }
            var key = new Key("Pod", job.key.name() + "-1");
            return server.get(key).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Move(
                            "job controller: makes " + key, 6, () -> server.create(key, pod(job, key), ME, false)));
        }
        var code = end(pod.get()).path("exitCode");
        return code.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Move(
                        "job controller: " + job.key + " has ended with " + code,
                        6,
                        () -> server.update(job.key, ME, tree -> tree.withObject("/status")
                                .withArray("conditions")
                                .addObject()
                                .put("type", code.asInt() == 0 ? "Complete" : "Failed")
                                .put("status", "True")
                                .put("lastTransitionTime", World.START.toString()))));
    }

    private Move tellSuspended(Stored job) {
        return new Move(
                "job controller: " + job.key + (isSuspended(job) ? " is suspended" : " is resumed"),
                6,
                () -> server.update(job.key, ME, tree -> tree.withObject("/status")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "Suspended")
                        .put("status", isSuspended(job) ? "True" : "False")));
    }

    /** The next step of a build's pod. */
    Optional<Move> run(Stored pod) {
        if (pod.isLeaving()) {
            return Optional.of(new Move("kubelet: ends " + pod.key, 6, () -> server.remove(pod.key)));
        }
        var content = content(pod.tree);
        if (content.contains(UNSCHEDULABLE)) {
            return pod.tree.at("/status/conditions").isArray()
                    ? Optional.empty()
                    : Optional.of(new Move(
                            "scheduler: no node takes " + pod.key,
                            6,
                            () -> server.update(pod.key, "kube-scheduler", tree -> tree.set("status", unscheduled()))));
        }
        var state = pod.tree.at("/status/containerStatuses/0/state");
        if (state.has("terminated") || (state.has("running") && content.contains(ENDLESS))) {
            return Optional.empty();
        }
        var status = state.has("running") ? ended(content) : status("Running", "running");
        return Optional.of(new Move(
                "kubelet: " + pod.key + " is " + status.path("phase").asText(),
                6,
                () -> server.update(pod.key, "kubelet", tree -> tree.set("status", status))));
    }

    private static String content(JsonNode template) {
        return template.path("metadata").path("annotations").path(CONTENT).asText();
    }

    private static ObjectNode unscheduled() {
        var status = JsonNodeFactory.instance.objectNode().put("phase", "Pending");
        status.putArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("reason", "Unschedulable")
                .put("lastTransitionTime", LONG_AGO)
                .put("message", "no node is available");
        return status;
    }

    static boolean isBuild(Stored pod) {
        return pod.tree
                .at("/metadata/labels/app.kubernetes.io~1component")
                .asText()
                .equals("build");
    }

    private static JsonNode end(Stored pod) {
        return pod.tree.at("/status/containerStatuses/0/state/terminated");
    }

    private static ObjectNode ended(String content) {
        var isBroken = content.contains(BROKEN);
        var status = status(isBroken ? "Failed" : "Succeeded", "terminated");
        ((ObjectNode) status.at("/containerStatuses/0/state/terminated"))
                .put("exitCode", isBroken ? 1 : 0)
                .put("finishedAt", World.START.toString())
                .put(
                        "message",
                        isBroken
                                ? "failed Build\nerror: failed to solve: it is broken"
                                : "built " + digest(content) + " 1 ");
        return status;
    }

    private static ObjectNode status(String phase, String state) {
        var status = JsonNodeFactory.instance.objectNode().put("phase", phase);
        status.putArray("conditions");
        var container = status.putArray("containerStatuses").addObject();
        container
                .put("name", "build")
                .put("image", "")
                .put("imageID", "")
                .put("restartCount", 0)
                .put("ready", false);
        container.putObject("state").putObject(state);
        return status;
    }

    private static ObjectNode pod(Stored job, Key key) {
        var pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        var metadata = pod.putObject("metadata");
        metadata.setAll((ObjectNode) job.tree.at("/spec/template/metadata").deepCopy());
        metadata.put("name", key.name()).put("namespace", World.NAMESPACE);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job")
                .put("name", job.key.name())
                .put("uid", job.uid())
                .put("controller", true);
        pod.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "build")
                .put("image", "");
        pod.putObject("status").put("phase", "Pending");
        return pod;
    }
}
