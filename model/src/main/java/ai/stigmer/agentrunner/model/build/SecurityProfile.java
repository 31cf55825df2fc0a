package ai.stigmer.agentrunner.model.build;

/** How seccomp and AppArmor are written into a build's pod: rootless BuildKit can't run under RuntimeDefault. */
public enum SecurityProfile {
    /** Unconfined. Only namespaces that enforce no Pod Security, or {@code privileged}, admit it. */
    EXPLICIT,
    /** Left out. {@code baseline} admits it; it works where the kubelet doesn't default seccomp. */
    UNSET,
    /** A profile of the node's, by name. {@code baseline} admits it. */
    LOCALHOST
}
