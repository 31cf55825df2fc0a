package ai.stigmer.agentrunner.api;

public enum OnConfigChange {
    Restart,
    Ignore
}
