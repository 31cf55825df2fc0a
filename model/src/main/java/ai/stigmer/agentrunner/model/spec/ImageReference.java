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

    /** As a container's {@code image}: {@code repository@digest}, else {@code repository:version}. */
    public String reference() {
        return digest.map(d -> repository + "@" + d)
                .or(() -> version.map(v -> repository + ":" + v))
                .orElse(repository);
    }
}
