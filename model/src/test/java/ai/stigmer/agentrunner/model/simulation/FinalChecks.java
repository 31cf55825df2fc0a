package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What must be true of a cluster at rest.
 *
 * @param server as it is at the end
 */
record FinalChecks(SimulatedApiServer server) {
    /** What its status says. */
    void isToldOf(Stored runner) {
        var isQueued = runner.tree.at("/status/build/phase").asText().equals("Queued");
        var reason = runner.tree.at("/status/build/reason").asText();
        var running = server.all("Job").stream()
                .filter(job -> JobController.isUnderWay(job) && !JobController.isSuspended(job))
                .toList();
        if (isQueued && reason.equals("Queued") && running.isEmpty()) {
            throw new Violation("a build waits at the end though none runs");
        }
        var isBlocked = !Story.ready((ObjectNode) runner.tree.get("status")).equals("False Building");
        if (isQueued && reason.equals("Unschedulable") && !isBlocked) {
            throw new Violation("a build has lost its turn and doesn't wait for another one at the end");
        }
        if (isQueued && reason.equals("Queued") && running.stream().allMatch(JobController::isUnschedulable)) {
            throw new Violation("a build waits at the end for one that no node takes");
        }
        if (runner.tree.at("/status/observedGeneration").asLong() != runner.generation()) {
            throw new Violation("the status is silent about generation " + runner.generation());
        }
        if (runner.isLeaving()
                && !Story.ready((ObjectNode) runner.tree.get("status")).equals("False Terminating")) {
            throw new Violation("the status doesn't say that the AgentRunner is being deleted");
        }
        if (Story.ready((ObjectNode) runner.tree.get("status")).startsWith("True")
                && server.get(new Key("Deployment", World.NAME))
                        .filter(new Wanted(runner)::isRolledOut)
                        .isEmpty()) {
            throw new Violation("the status says Ready at the end, and it isn't");
        }
        if (Story.ready((ObjectNode) runner.tree.get("status")).startsWith("True")
                && InvariantChecker.hasClaim(runner)) {
            isToldOf(runner, server.get(InvariantChecker.CLAIM).orElseThrow());
        }
    }

    /** A claim that was found stays, which the status says where the spec would have it deleted. */
    private static void isToldOf(Stored runner, Stored claim) {
        var wanted = new Wanted(runner);
        if (!wanted.isKeptAsAsked(claim)) {
            throw new Violation("at the end " + claim.key + " has the owner " + claim.controller());
        }
        var isTold = runner.tree.at("/status/conditions").findValuesAsText("message").stream()
                .anyMatch(message -> message.contains(Wanted.RETAINED));
        if (isTold != wanted.isKeptAgainstTheSpec(claim)) {
            throw new Violation("whether " + claim.key + " is kept against the spec: the status says " + isTold);
        }
    }
}
