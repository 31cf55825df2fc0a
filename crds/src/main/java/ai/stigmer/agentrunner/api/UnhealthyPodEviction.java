package ai.stigmer.agentrunner.api;

/** As in a PodDisruptionBudget. */
public enum UnhealthyPodEviction {
    AlwaysAllow,
    IfHealthyBudget
}
