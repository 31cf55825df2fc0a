package ai.stigmer.agentrunner.api;

public enum BuildCache {
    Registry,
    Volume,
    None
}
