package ai.stigmer.agentrunner.api;

public enum BuildPhase {
    /** Waits, since as many builds run as the installation allows. */
    Queued,
    /** Has a Job, which may be between two tries. */
    Running,
    Succeeded,
    /** Has failed for good: the same inputs are not built again. */
    Failed
}
