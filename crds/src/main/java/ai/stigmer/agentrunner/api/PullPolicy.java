package ai.stigmer.agentrunner.api;

/** When the kubelet pulls. */
public enum PullPolicy {
    Always,
    IfNotPresent,
    Never
}
