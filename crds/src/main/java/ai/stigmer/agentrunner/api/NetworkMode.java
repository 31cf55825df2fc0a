package ai.stigmer.agentrunner.api;

public enum NetworkMode {
    Pod,
    Host
}
