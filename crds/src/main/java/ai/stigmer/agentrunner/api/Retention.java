package ai.stigmer.agentrunner.api;

public enum Retention {
    Retain,
    Delete
}
