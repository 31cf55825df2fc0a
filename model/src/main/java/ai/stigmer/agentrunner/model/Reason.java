package ai.stigmer.agentrunner.model;

/**
 * Why a condition is as it is, or what an Event tells. The names are API: programs match them. The first sentence of
 * each is its line in docs/reference.md, and docs/troubleshooting.md says what to do about it.
 */
public enum Reason {
    /** Everything is as the spec asks for. */
    Available,
    /** {@code spec.suspend} is true: no pods run, the workspace is kept. */
    Suspended,
    /** Pods are being started, replaced or stopped. */
    RollingOut,
    /** The image is being built, or the build is queued. */
    Building,
    /** The build failed, or can't be run as it is asked for. */
    BuildFailed,
    /** A claim that the pods mount does not exist, is being deleted, has lost its volume, or can't be bound. */
    WaitingForClaim,
    /** A claim that exists has another storage class or other access modes, or can't be expanded. */
    ClaimMismatch,
    /** A container's image can't be pulled: it does not exist, its registry can't be reached, or credentials are missing. */
    ImagePullFailed,
    /** A container's image has a name that is not valid, or is not on the node and must not be pulled. */
    InvalidImage,
    /** A container keeps exiting, or can't be started. */
    CrashLooping,
    /** A Secret, a ConfigMap or a key in one does not exist. */
    ContainerConfigError,
    /** The scheduler finds no node for a pod. */
    Unschedulable,
    /** The worker runs, but its startup or readiness probe fails. */
    ProbeFailing,
    /** The namespace's ResourceQuota leaves no room for a pod or another object. */
    QuotaExceeded,
    /** Admission rejects the pods, e.g. Pod Security, a LimitRange, a quota that asks for limits, or a webhook. */
    PodForbidden,
    /** The API server rejects another object than a pod: it is not valid, or a policy or webhook denies it. */
    ObjectRejected,
    /** The pods did not become ready, or an old one did not end, within {@code spec.rollout.progressDeadlineSeconds}. */
    ProgressDeadlineExceeded,
    /** An object that has the name of one to be created belongs to somebody else. */
    NameConflict,
    /** Somebody else changes an object of the AgentRunner again each time that the operator has applied it. */
    FieldConflict,
    /** The spec asks for something that the policy of this installation does not allow. */
    NotAllowed,
    /** The API server, or a webhook that it calls, keeps failing on a request of the operator; it is tried again. */
    ApiServerError,
    /** The operator's own role lacks a permission. */
    MissingPermission,
    /** The AgentRunner is being deleted, and a finalizer of somebody else's holds that up. */
    Terminating,
    /** The namespace is being deleted. */
    NamespaceTerminating,

    /** Of the condition Available: at least one pod is available. */
    PodsAvailable,
    /** Of the condition Available: no pod is available. */
    NoPodsAvailable,
    /** Of the condition WorkspaceReady: the claim can be used, or the workspace is ephemeral. */
    WorkspaceUsable,
    /** Of the condition ImageReady: it is known which image the pods are to run. */
    ImageResolved,

    /** Of the condition ConfigurationWarning: a variable, an address or a build argument holds a key in plain text. */
    PlainTextKey,
    /** Of the condition ConfigurationWarning: an address points to the pod itself. */
    LocalhostAddress,
    /** Of the condition ConfigurationWarning: an address that is to be host:port begins with a scheme. */
    AddressWithScheme,
    /** Of the condition ConfigurationWarning: another field manager has put into the pods what may weaken them. */
    ForeignPodFields,
    /** Of the condition ConfigurationWarning: a ConfigMap or a Secret is gone, without which the next pod does not start. */
    MissingReference,
    /** Of the condition ConfigurationWarning: replicas share a claim that pods of one node alone can use. */
    SharedReadWriteOnceClaim,
    /** Of the condition ConfigurationWarning: the claim is older than the AgentRunner and outlives it, retention or not. */
    AdoptedClaimRetained,
    /** Of the condition ConfigurationWarning: the disruption budget lets a node drain take no pod at all. */
    UndrainableBudget,
    /** Of the condition ConfigurationWarning: a field of {@code spec.probes} has no effect, or its check can't succeed. */
    UnusableProbe,

    /** Of an Event: the Job of a build was created. */
    BuildStarted,
    /** Of an Event: a build pushed an image. */
    BuildSucceeded,
    /** Of an Event: a build was cancelled, as the spec no longer asks for it. */
    BuildSuperseded,
    /** Of an Event: the AgentRunner has a field that this version of the operator can't read. */
    Unreadable
}
