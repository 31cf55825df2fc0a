package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.SeccompProfile;

/** Who the worker's processes are and what they may write. */
public record SecuritySpec(
        long runAsUser, long runAsGroup, long fsGroup, boolean readOnlyRootFilesystem, SeccompProfile seccompProfile) {}
