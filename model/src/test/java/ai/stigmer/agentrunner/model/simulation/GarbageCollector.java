package ai.stigmer.agentrunner.model.simulation;

import java.util.Optional;

/** Deletes what belongs to nobody any more. */
final class GarbageCollector {
    private final World world;

    GarbageCollector(World world) {
        this.world = world;
    }

    Optional<Move> next(Stored object) {
        var owners = object.tree.at("/metadata/ownerReferences");
        var isOrphan = !owners.isEmpty()
                && owners.valueStream()
                        .noneMatch(
                                owner -> world.server.exists(owner.path("uid").asText()));
        return isOrphan && !object.isLeaving()
                ? Optional.of(new Move("garbage collector: deletes " + object.key, 6, () -> {
                    world.invariants.isCollected(object);
                    world.server.delete(object.key);
                }))
                : Optional.empty();
    }
}
