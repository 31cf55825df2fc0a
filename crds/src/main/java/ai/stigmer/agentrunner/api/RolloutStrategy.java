package ai.stigmer.agentrunner.api;

/** How pods are replaced. */
public enum RolloutStrategy {
    Auto,
    Recreate,
    RollingUpdate
}
