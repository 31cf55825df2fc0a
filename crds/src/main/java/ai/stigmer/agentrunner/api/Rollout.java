package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** How a change reaches the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollout(
        @Nullable RolloutStrategy strategy,
        @Nullable OnConfigChange onConfigChange,
        @Nullable Long terminationGracePeriodSeconds,
        @Nullable Integer progressDeadlineSeconds) {}
