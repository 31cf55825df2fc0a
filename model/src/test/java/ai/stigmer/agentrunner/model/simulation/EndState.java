package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.render.Labels;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A cluster at rest without what differs from run to run: uids, versions, times, names of pods. */
final class EndState {
    private static final Set<String> OPTIONAL = Set.of("NetworkPolicy", "PodDisruptionBudget");

    private EndState() {}

    /** All that is there; of one that isn't Ready only why: what is left running then depends on the order of things. */
    static String of(SimulatedApiServer server) {
        var ready = ready(server);
        return ready.startsWith("False") ? ready : ready + "\n" + Yaml.write(trees(server));
    }

    private static String ready(SimulatedApiServer server) {
        return server.get(World.RUNNER)
                .map(runner -> Story.ready((ObjectNode) runner.tree.get("status")))
                .orElse("no AgentRunner");
    }

    /**
     * What an AgentRunner alone decides, whatever happened before. Left out is what it leaves to others or as it was: a
     * count of replicas it doesn't give, a claim it doesn't use, the size of one that was larger, what others added.
     */
    static String ofSpec(SimulatedApiServer server) {
        var runner = server.get(World.RUNNER);
        if (runner.isEmpty()) {
            return "no AgentRunner, and what is left of it: "
                    + server.all().stream()
                            .filter(object -> object.controller()
                                    .filter(owner -> !server.exists(owner))
                                    .isPresent())
                            .map(object -> object.key)
                            .toList();
        }
        if (JobController.isEndless(runner.get())) {
            return "what ran before goes on, whatever that was";
        }
        if (server.get(World.RIVAL).isPresent()
                && JobController.image(runner.get()).isPresent()) {
            return "whose build came first has the turn";
        }
        var ready = ready(server);
        // Where pods run from before the build, what is made for them is in the way of what others made.
        if (ready.startsWith("False")
                && JobController.isBroken(runner.get())
                && server.all().stream().anyMatch(object -> object.foreign && OPTIONAL.contains(object.key.kind()))) {
            return "not Ready, for its build or for what others made";
        }
        if (!ready.startsWith("True")) {
            return ready;
        }
        var trees = trees(server);
        trees.keySet()
                .removeIf(name -> name.startsWith("Pod ") || name.startsWith("Job ") || name.startsWith("ConfigMap "));
        // No watch tells of an object that somebody stripped of all labels: one that isn't asked for any more stays.
        trees.values()
                .removeIf(tree -> OPTIONAL.contains(tree.path("kind").asText())
                        && !tree.at("/metadata/labels").has(Labels.RUNNER));
        trees.values().forEach(EndState::withoutAdditions);
        var claim = trees.get("PersistentVolumeClaim " + World.NAME + "-workspace");
        if (runner.get().tree.at("/spec/workspace").has("ephemeral")
                || runner.get().tree.at("/spec/workspace").has("existingClaim")) {
            trees.remove("PersistentVolumeClaim " + World.NAME + "-workspace");
        } else if (claim instanceof ObjectNode present) {
            present.remove("status");
            ((ObjectNode) present.get("spec")).remove("resources");
            if (Wanted.isDeletedWithRunner(runner.get())) {
                withoutOwner(present, tree(trees, World.RUNNER));
            }
        }
        if (!runner.get().tree.at("/spec").has("replicas")) {
            withoutReplicas(trees);
        }
        // What was built before is remembered.
        ((ObjectNode) tree(trees, World.RUNNER).get("status")).remove("build");
        if (tree(trees, World.RUNNER).at("/status/workspace") instanceof ObjectNode workspace) {
            workspace.remove(List.of("capacity", "phase"));
        }
        return Yaml.write(trees);
    }

    /** Whether a claim goes with the AgentRunner depends on who made it, which {@link InvariantChecker} looks after. */
    private static void withoutOwner(ObjectNode claim, ObjectNode runner) {
        var metadata = (ObjectNode) claim.get("metadata");
        metadata.remove("ownerReferences");
        metadata.withObject("/labels").remove("app.kubernetes.io/instance");
        metadata.withObject("/annotations").remove(List.of("argocd.argoproj.io/sync-options", Wanted.ALLOW_DELETE));
        var conditions = (ArrayNode) runner.at("/status/conditions");
        conditions.removeIf(condition -> condition.path("type").asText().equals("ConfigurationWarning"));
    }

    private static void withoutReplicas(Map<String, JsonNode> trees) {
        var deployment = tree(trees, new Key("Deployment", World.NAME));
        deployment.remove("status");
        ((ObjectNode) deployment.get("spec")).remove("replicas");
        if (deployment.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove("stigmer.ai/replicas-before-suspend");
        }
        var status = (ObjectNode) tree(trees, World.RUNNER).get("status");
        status.remove(List.of("replicas", "readyReplicas"));
        status.path("conditions").forEach(condition -> {
            ((ObjectNode) condition).remove(List.of("message", "reason"));
            if (condition.path("type").asText().equals("Available")) {
                ((ObjectNode) condition).remove("status");
            }
        });
    }

    private static ObjectNode tree(Map<String, JsonNode> trees, Key key) {
        return (ObjectNode) Objects.requireNonNull(trees.get(key.toString()), key.toString());
    }

    private static void withoutAdditions(JsonNode tree) {
        if (tree.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove("team");
        }
        if (tree.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(Wanted.ALLOW_DELETE);
        }
    }

    private static Map<String, JsonNode> trees(SimulatedApiServer server) {
        var trees = new TreeMap<String, JsonNode>();
        int pods = 0;
        for (var object : server.all()) {
            var tree = object.tree.deepCopy();
            var metadata = (ObjectNode) tree.get("metadata");
            metadata.remove(List.of("uid", "resourceVersion", "generation", "deletionTimestamp"));
            metadata.path("ownerReferences").forEach(owner -> ((ObjectNode) owner).remove(List.of("uid", "name")));
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(
                        List.of("stigmer.ai/applied", "stigmer.ai/created-for", "deployment.kubernetes.io/revision"));
            }
            if (tree.path("status") instanceof ObjectNode status) {
                status.remove("observedGeneration");
                status.path("conditions").forEach(condition -> ((ObjectNode) condition)
                        .remove(List.of("lastTransitionTime", "observedGeneration")));
            }
            if (object.key.kind().equals("Pod")) {
                metadata.remove("name");
                trees.put("Pod " + ++pods, tree);
            } else {
                trees.put(object.key.toString(), tree);
            }
        }
        trees.replaceAll((name, tree) -> StateHash.sorted(tree));
        return trees;
    }
}
