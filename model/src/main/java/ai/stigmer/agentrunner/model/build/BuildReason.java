package ai.stigmer.agentrunner.model.build;

/**
 * Why a build is as it is, in status.build.reason. The names are API: programs and the metric of failures match them. The
 * first sentence of each is its line in docs/reference.md, and docs/builds.md says what to do about it.
 */
public enum BuildReason {
    /** As many builds run as this installation allows at a time. */
    Queued,
    /** No node has taken the build's pod for so long that others may have its turn. */
    Unschedulable,
    /** The spec no longer asked for this build before it ended. */
    Superseded,
    /** A step failed, or BuildKit does not understand the Dockerfile. */
    Dockerfile,
    /** An image that the Dockerfile begins with does not exist, or needs credentials. */
    BaseImage,
    /** The repository, its ref or the Dockerfile does not exist, or can't be read. */
    Source,
    /** A Secret or its key is missing. */
    Secret,
    /** A host can't be reached. */
    Network,
    /** The registry is overloaded or out of order, or speaks another protocol. */
    Registry,
    /** The registry refuses the image. */
    Push,
    /** No space is left on the node or the claim. */
    Disk,
    /** The container reached its memory limit. */
    Memory,
    /** BuildKit can't run under the security profile it is given. */
    Builder,
    /** The build's pod was deleted or its process stopped. */
    Stopped,
    /** The build's pod was evicted from its node. */
    Evicted,
    /** {@code spec.build.timeoutSeconds} is over. */
    Deadline,
    /** The build ended, but its pod was removed before the result was read. */
    ResultLost,
    /** The build ended without saying why. */
    Unknown
}
