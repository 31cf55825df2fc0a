package ai.stigmer.agentrunner.model.build;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * What this installation builds with.
 *
 * @param image a rootless BuildKit
 * @param confinement of the build's container
 * @param placement of its pod
 * @param cacheSize of a claim that keeps layers; one that is there keeps its size
 * @param registries that builds reach in another way than by their names
 * @param schedulingTimeout how long a build's pod may wait for a node before others may have its turn
 */
public record Builder(
        String image,
        Confinement confinement,
        Placement placement,
        Quantity cacheSize,
        List<Registry> registries,
        Duration schedulingTimeout) {

    /** Room for the layers of several images. */
    private static final Quantity CACHE_SIZE = new Quantity("10Gi");

    /** Most autoscalers have added a node by then. */
    private static final Duration SCHEDULING_TIMEOUT = Duration.ofMinutes(5);

    /** A builder with defaults for everything but the image. */
    public static Builder of(String image) {
        return new Builder(
                image,
                Confinement.of(SecurityProfile.EXPLICIT),
                Placement.ANYWHERE,
                CACHE_SIZE,
                List.of(),
                SCHEDULING_TIMEOUT);
    }

    public Builder confinedBy(Confinement other) {
        return new Builder(image, other, placement, cacheSize, registries, schedulingTimeout);
    }

    public Builder with(List<Registry> other) {
        return new Builder(image, confinement, placement, cacheSize, other, schedulingTimeout);
    }
}
