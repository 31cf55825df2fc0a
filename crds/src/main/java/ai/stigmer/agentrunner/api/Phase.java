package ai.stigmer.agentrunner.api;

/** Follows from the conditions, in one word for people; programs read the conditions. */
public enum Phase {
    /** Waits for what the cluster may still provide: a claim, a Secret, quota, a node. */
    Pending,
    /** There is no image yet. */
    Building,
    /** A rollout is under way. */
    Progressing,
    /** Everything is as asked for. */
    Ready,
    /** {@code spec.suspend}: no pods, as asked for. */
    Suspended,
    /** Pods serve, but not as asked for: fewer, or those of the former rollout. */
    Degraded,
    /** A person must act. */
    Failed,
    /** It is being deleted, and a finalizer holds that up. */
    Terminating
}
