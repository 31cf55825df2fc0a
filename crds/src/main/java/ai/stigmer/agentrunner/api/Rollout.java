package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollout(
        @JsonPropertyDescription(
                "How pods are replaced. Recreate: the old ones stop first. RollingUpdate: a new one is ready "
                        + "before an old one stops. Auto: Recreate with a claim, unless it is ReadWriteMany, else "
                        + "RollingUpdate. Default: Auto.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        RolloutStrategy strategy,

        @JsonPropertyDescription(
                "What happens when a ConfigMap that the pods read changes, or a Secret where the installation "
                        + "watches them. Restart: the pods are replaced. Ignore: nothing. Default: Restart.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        OnConfigChange onConfigChange,

        @JsonPropertyDescription(
                "How long a stopping worker may finish its work before it is killed, in seconds, at most 86400 (a day): a "
                        + "node drain waits for it. The worker sees ten seconds less as AGENT_RUNNER_DRAIN_SECONDS. Default: 60.")
        @ValidationRule(value = Rules.GRACE_PERIOD, message = "write 0 to 86400 seconds")
        @Nullable
        Long terminationGracePeriodSeconds,

        @JsonPropertyDescription(
                "How long a rollout may stand still before it counts as stuck, in seconds. Default: 600.")
        @ValidationRule(value = Rules.POSITIVE, message = "write 1 or more seconds")
        @Nullable
        Integer progressDeadlineSeconds) {}
