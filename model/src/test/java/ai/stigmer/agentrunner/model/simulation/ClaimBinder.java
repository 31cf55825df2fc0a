package ai.stigmer.agentrunner.model.simulation;

import java.util.Optional;

/** Binds claims once a pod wants them, grows them, and lets go of those that are being deleted when nobody uses them. */
final class ClaimBinder {
    private static final String ME = "volume-controller";

    private final SimulatedApiServer server;

    ClaimBinder(SimulatedApiServer server) {
        this.server = server;
    }

    Optional<Move> next(Stored claim) {
        if (claim.isLeaving()) {
            return server.isUsed(claim.key.name())
                    ? Optional.empty()
                    : Optional.of(new Move("claim binder: lets go of " + claim.key, 6, () -> server.remove(claim.key)));
        }
        var bound = claim.tree.at("/status/phase").asText().equals("Bound");
        if (!bound && server.isWanted(claim.key.name())) {
            return Optional.of(bind(claim, "binds"));
        }
        var size = claim.tree.at("/spec/resources/requests/storage");
        return bound && !size.equals(claim.tree.at("/status/capacity/storage"))
                ? Optional.of(bind(claim, "grows"))
                : Optional.empty();
    }

    private Move bind(Stored claim, String verb) {
        return new Move(
                "claim binder: " + verb + " " + claim.key,
                6,
                () -> server.update(claim.key, ME, tree -> {
                    var status = tree.putObject("status").put("phase", "Bound");
                    status.putObject("capacity").set("storage", tree.at("/spec/resources/requests/storage"));
                }));
    }
}
