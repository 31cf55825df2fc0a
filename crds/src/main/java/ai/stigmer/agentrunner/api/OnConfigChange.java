package ai.stigmer.agentrunner.api;

/** What a change of a referenced ConfigMap does. */
public enum OnConfigChange {
    Restart,
    Ignore
}
