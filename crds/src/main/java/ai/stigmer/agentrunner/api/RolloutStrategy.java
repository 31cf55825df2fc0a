package ai.stigmer.agentrunner.api;

public enum RolloutStrategy {
    Auto,
    Recreate,
    RollingUpdate
}
