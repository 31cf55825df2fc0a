package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** At most one of minAvailable and maxUnavailable isn't null: the CRD has a rule for it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.minAvailable) && has(self.maxUnavailable))",
        message = "write minAvailable or maxUnavailable, not both")
public record DisruptionBudget(
        @JsonPropertyDescription(
                "How many pods, or what share of them, a node drain must leave; all of them: no node with "
                        + "one can be drained. Default: 1, unless maxUnavailable is set.")
        @ValidationRule(
                value = Rules.PERCENTAGE_OR_COUNT,
                message = "write a number of pods, e.g. 1, or a percentage, e.g. 50%")
        @Nullable
        IntOrString minAvailable,

        @JsonPropertyDescription("How many pods, or what share of them, a node drain may take at a time; 0: no "
                + "node with one can be drained.")
        @ValidationRule(
                value = Rules.PERCENTAGE_OR_COUNT,
                message = "write a number of pods, e.g. 1, or a percentage, e.g. 50%")
        @Nullable
        IntOrString maxUnavailable,

        @JsonPropertyDescription("Whether a node drain may take pods that run and are not ready. AlwaysAllow: it may, "
                + "whatever the budget; a worker that crashes can't keep a node. IfHealthyBudget: only while enough others "
                + "are ready. Default: AlwaysAllow.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        UnhealthyPodEviction unhealthyPodEvictionPolicy) {}
