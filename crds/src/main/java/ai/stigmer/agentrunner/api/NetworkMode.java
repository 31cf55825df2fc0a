package ai.stigmer.agentrunner.api;

/** Whose network the pods use. */
public enum NetworkMode {
    Pod,
    Host
}
