package ai.stigmer.agentrunner.model.spec;

import java.util.Optional;

/**
 * Which image to run.
 *
 * @param repository without tag or digest
 * @param version the tag; absent where only a digest is given
 * @param digest {@code sha256:…}; wins over the version
 */
public record ImageReference(String repository, Optional<String> version, Optional<String> digest) {

    /** The reference of an image that is yet to be built. */
    public static final ImageReference UNKNOWN = new ImageReference("", Optional.empty(), Optional.empty());

    /**
     * Reads what {@link #reference} wrote.
     *
     * @param version of an image that is named by its digest alone
     */
    public static ImageReference parse(String image, Optional<String> version) {
        int digest = image.indexOf('@');
        if (digest >= 0) {
            return new ImageReference(image.substring(0, digest), version, Optional.of(image.substring(digest + 1)));
        }
        int tag = image.lastIndexOf(':');
        return tag > image.lastIndexOf('/')
                ? new ImageReference(image.substring(0, tag), Optional.of(image.substring(tag + 1)), Optional.empty())
                : new ImageReference(image, Optional.empty(), Optional.empty());
    }

    /** Whether there is an image to run. */
    public boolean isKnown() {
        return !repository.isEmpty();
    }

    /** As a container's {@code image}: {@code repository@digest}, else {@code repository:version}. */
    public String reference() {
        return digest.map(d -> repository + "@" + d)
                .or(() -> version.map(v -> repository + ":" + v))
                .orElse(repository);
    }
}
