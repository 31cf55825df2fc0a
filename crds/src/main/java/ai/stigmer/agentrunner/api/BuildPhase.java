package ai.stigmer.agentrunner.api;

/** One word for the state of a build. */
public enum BuildPhase {
    Queued,
    Running,
    Succeeded,
    Failed
}
