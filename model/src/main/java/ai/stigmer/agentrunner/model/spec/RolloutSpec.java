package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.RolloutStrategy;

/** How a change reaches the pods. */
public record RolloutSpec(
        RolloutStrategy strategy,
        boolean restartOnConfigChange,
        long terminationGracePeriodSeconds,
        int progressDeadlineSeconds) {}
