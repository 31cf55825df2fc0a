package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes and removes the pods of Deployments, and tells how far it is. There are no ReplicaSets in between. */
final class DeploymentController {
    static final String HASH = "pod-template-hash";
    private static final String ME = "kube-controller-manager";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final SimulatedApiServer server;

    DeploymentController(SimulatedApiServer server) {
        this.server = server;
    }

    /** The next step for a Deployment; empty: there is nothing to do. */
    Optional<Move> next(Stored deployment) {
        if (deployment.foreign) {
            return Optional.empty();
        }
        var rollout = new Pods(deployment);
        return rollout.step().or(() -> status(deployment, rollout));
    }

    /** Time is up for a rollout that doesn't move. */
    Optional<Move> deadline(Stored deployment) {
        if (deployment.foreign
                || !progressing(deployment).equals("ReplicaSetUpdated")
                || next(deployment).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Move(
                "deployment controller: " + deployment.key + " exceeds its deadline",
                1,
                () -> server.update(
                        deployment.key,
                        ME,
                        tree -> condition((ObjectNode) tree.get("status"), "ProgressDeadlineExceeded"))));
    }

    private Optional<Move> status(Stored deployment, Pods pods) {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", deployment.generation());
        count(status, "replicas", pods.old.size() + pods.current.size());
        count(status, "updatedReplicas", pods.current.size());
        count(status, "readyReplicas", pods.ready());
        count(status, "availableReplicas", pods.ready());
        var complete = pods.old.isEmpty() && pods.current.size() == pods.wanted && pods.ready() == pods.wanted;
        var sameRollout = deployment
                .tree
                .path("metadata")
                .path("annotations")
                .path(REVISION)
                .asText()
                .equals(pods.hash);
        condition(
                status,
                complete ? "NewReplicaSetAvailable" : sameRollout ? progressing(deployment) : "ReplicaSetUpdated");
        if (sameRollout && status.equals(deployment.tree.get("status"))) {
            return Optional.empty();
        }
        return Optional.of(new Move("deployment controller: writes the status of " + deployment.key, 6, () -> {
            server.update(deployment.key, ME, tree -> {
                tree.set("status", status);
                ((ObjectNode) tree.get("metadata")).withObject("/annotations").put(REVISION, pods.hash);
            });
        }));
    }

    private static void count(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }

    private static String progressing(Stored deployment) {
        return deployment.tree.at("/status/conditions/0/reason").asText();
    }

    private static void condition(ObjectNode status, String reason) {
        status.putArray("conditions")
                .addObject()
                .put("type", "Progressing")
                .put("status", reason.equals("ProgressDeadlineExceeded") ? "False" : "True")
                .put("reason", reason);
    }

    /** A Deployment's pods, those that are to stay. */
    private final class Pods {
        private final Stored deployment;
        private final String hash;
        private final int wanted;
        private final List<Stored> all;
        private final List<Stored> current;
        private final List<Stored> old;

        Pods(Stored deployment) {
            this.deployment = deployment;
            hash = deployment.template();
            wanted = deployment.tree.at("/spec/replicas").asInt();
            all = server.all("Pod").stream()
                    .filter(pod -> pod.controller().equals(Optional.of(deployment.uid())))
                    .toList();
            var staying = all.stream().filter(pod -> !pod.isLeaving()).toList();
            current = staying.stream().filter(this::isCurrent).toList();
            old = staying.stream().filter(pod -> !isCurrent(pod)).toList();
        }

        private boolean isCurrent(Stored pod) {
            return pod.tree.path("metadata").path("labels").path(HASH).asText().equals(hash);
        }

        int ready() {
            return (int) Stream.concat(old.stream(), current.stream())
                    .filter(Kubelet::isReady)
                    .count();
        }

        Optional<Move> step() {
            if (current.size() > wanted) {
                return Optional.of(remove(current.getLast()));
            }
            return deployment.tree.at("/spec/strategy/type").asText().equals("Recreate") ? recreate() : roll();
        }

        private Optional<Move> recreate() {
            if (!old.isEmpty()) {
                return Optional.of(remove(old.getFirst()));
            }
            return all.size() == current.size() && current.size() < wanted ? Optional.of(make()) : Optional.empty();
        }

        /** One pod more than wanted, and none less. */
        private Optional<Move> roll() {
            if (current.size() < wanted && old.size() + current.size() <= wanted) {
                return Optional.of(make());
            }
            return old.stream()
                    .filter(pod -> !Kubelet.isReady(pod) || ready() > wanted)
                    .findFirst()
                    .map(this::remove);
        }

        private Move remove(Stored pod) {
            return new Move("deployment controller: deletes " + pod.key, 6, () -> server.delete(pod.key));
        }

        private Move make() {
            int number = 1;
            while (server.get(new Key("Pod", name(number))).isPresent()) {
                number++;
            }
            var name = name(number);
            return new Move(
                    "deployment controller: makes Pod " + name,
                    6,
                    () -> server.create(new Key("Pod", name), pod(name), ME, false));
        }

        private String name(int number) {
            return deployment.key.name() + "-" + hash + "-" + number;
        }

        private ObjectNode pod(String name) {
            var template = deployment.tree.at("/spec/template");
            var pod = JsonNodeFactory.instance.objectNode();
            pod.put("apiVersion", "v1").put("kind", "Pod");
            var metadata = pod.putObject("metadata");
            metadata.setAll((ObjectNode) template.path("metadata").deepCopy());
            metadata.put("name", name).put("namespace", World.NAMESPACE);
            metadata.withObject("/labels").put(HASH, hash);
            metadata.putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", "apps/v1")
                    .put("kind", "Deployment")
                    .put("name", deployment.key.name())
                    .put("uid", deployment.uid())
                    .put("controller", true);
            var spec = pod.putObject("spec");
            spec.putArray("containers")
                    .addObject()
                    .put("name", "agent-runner")
                    .put("image", template.at("/spec/containers/0/image").asText());
            var volumes = spec.putArray("volumes");
            template.at("/spec/volumes").forEach(volume -> volumes.add(volume.deepCopy()));
            pod.putObject("status").put("phase", "Pending");
            return pod;
        }
    }
}
