package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.Retention;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/** Where the worker's files live. */
public sealed interface WorkspaceSpec {

    /** The absolute path at which the worker finds its files. */
    String mountPath();

    /** A claim that the operator makes. */
    record Claim(
            String mountPath,
            Quantity size,
            Optional<String> storageClassName,
            List<String> accessModes,
            Retention retention)
            implements WorkspaceSpec {

        /** The same, of that class. */
        public Claim ofClass(String name) {
            return new Claim(mountPath, size, Optional.of(name), accessModes, retention);
        }

        /** The same, to be kept. */
        public Claim retained() {
            return new Claim(mountPath, size, storageClassName, accessModes, Retention.Retain);
        }
    }

    /** A claim that somebody else made. */
    record Existing(String mountPath, String claimName) implements WorkspaceSpec {}

    /** An emptyDir: gone with the pod. */
    record Ephemeral(String mountPath, Quantity sizeLimit) implements WorkspaceSpec {}
}
