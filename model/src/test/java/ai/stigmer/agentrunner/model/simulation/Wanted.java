package ai.stigmer.agentrunner.model.simulation;

import java.util.Optional;

/** What an AgentRunner asks for, told without the planner. */
record Wanted(Stored runner) {
    static final String ALLOW_DELETE = "stigmer.ai/allow-delete";

    /** Words of the warning that a claim is kept though the spec says Delete; its reason may be that of another. */
    static final String RETAINED = "retention Delete has no effect";

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

    /** Retained claims have no owner, nor have those that were found; the others go with theirs. */
    boolean isKeptAsAsked(Stored claim) {
        return (isDeletedWithRunner(runner) && !isAdopted(claim))
                ? owns(claim)
                : claim.controller().isEmpty();
    }

    /** Whether the status has to say that the claim stays all the same. */
    boolean isKeptAgainstTheSpec(Stored claim) {
        return isDeletedWithRunner(runner) && isAdopted(claim);
    }

    private boolean isAdopted(Stored claim) {
        var annotations = claim.tree.at("/metadata/annotations");
        return !annotations.path("stigmer.ai/created-for").asText().equals(runner.uid())
                && !annotations.path(ALLOW_DELETE).asBoolean();
    }

    static boolean isDeletedWithRunner(Stored runner) {
        return runner.tree.at("/spec/workspace/claim/retention").asText().equals("Delete");
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
