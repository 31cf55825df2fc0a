package ai.stigmer.agentrunner.api;

public enum PullPolicy {
    Always,
    IfNotPresent,
    Never
}
