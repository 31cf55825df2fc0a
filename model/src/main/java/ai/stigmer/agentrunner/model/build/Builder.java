package ai.stigmer.agentrunner.model.build;

import io.fabric8.kubernetes.api.model.Quantity;

/**
 * What this installation builds with.
 *
 * @param image a rootless BuildKit
 * @param confinement of the build's container
 * @param placement of its pod
 * @param cacheSize of a claim that keeps layers; one that is there keeps its size
 */
public record Builder(String image, Confinement confinement, Placement placement, Quantity cacheSize) {

    /** Room for the layers of several images. */
    private static final Quantity CACHE_SIZE = new Quantity("10Gi");

    /** A builder with defaults for everything but the image. */
    public static Builder of(String image) {
        return new Builder(image, Confinement.of(SecurityProfile.EXPLICIT), Placement.ANYWHERE, CACHE_SIZE);
    }

    public Builder confinedBy(Confinement other) {
        return new Builder(image, other, placement, cacheSize);
    }
}
