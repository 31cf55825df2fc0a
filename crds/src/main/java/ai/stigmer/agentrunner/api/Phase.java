package ai.stigmer.agentrunner.api;

/** One word for people. */
public enum Phase {
    Pending,
    Building,
    Progressing,
    Ready,
    Suspended,
    Degraded,
    Failed
}
