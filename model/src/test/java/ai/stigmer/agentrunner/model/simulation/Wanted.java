package ai.stigmer.agentrunner.model.simulation;

import java.util.Optional;

/** What an AgentRunner asks for, told without the planner. */
record Wanted(Stored runner) {

    boolean owns(Stored object) {
        return object.controller().equals(Optional.of(runner.uid()));
    }

    boolean hasPolicy() {
        return runner.tree.at("/spec/network/policy/enabled").asBoolean();
    }

    boolean hasBudget() {
        return runner.tree.at("/spec/disruptionBudget").isObject()
                || runner.tree.at("/spec/replicas").asInt() > 1;
    }

    /** Retained claims have no owner, the others go with theirs. */
    boolean isKeptAsAsked(Stored claim) {
        return runner.tree.at("/spec/workspace/claim/retention").asText().equals("Delete")
                ? owns(claim)
                : claim.controller().isEmpty();
    }

    boolean isRolledOut(Stored deployment) {
        var status = deployment.tree.path("status");
        var image = JobController.image(runner)
                .orElseGet(() -> ":" + runner.tree.at("/spec/version").asText());
        int replicas = deployment.tree.at("/spec/replicas").asInt();
        return owns(deployment)
                && deployment
                        .tree
                        .at("/spec/template/spec/containers/0/image")
                        .asText()
                        .endsWith(image)
                && status.path("observedGeneration").asLong() == deployment.generation()
                && replicas == wantedReplicas(replicas)
                && status.path("replicas").asInt() == replicas
                && status.path("updatedReplicas").asInt() == replicas
                && status.path("availableReplicas").asInt() == replicas;
    }

    private int wantedReplicas(int asItIs) {
        if (runner.tree.at("/spec/suspend").asBoolean()) {
            return 0;
        }
        return runner.tree.at("/spec/replicas").asInt(asItIs);
    }
}
