package ai.stigmer.agentrunner.model.status;

/** Why a condition is as it is. The names are API: they appear in status and in Events. */
public enum Reason {
    Available,
    Suspended,
    RollingOut,
    Building,
    BuildFailed,
    WaitingForClaim,
    ClaimMismatch,
    ImagePullFailed,
    InvalidImage,
    CrashLooping,
    ContainerConfigError,
    Unschedulable,
    ProbeFailing,
    QuotaExceeded,
    PodForbidden,
    ProgressDeadlineExceeded,
    NameConflict,
    NotAllowed,
    NamespaceTerminating
}
