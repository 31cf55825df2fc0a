package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentRunnerStatus(
        @JsonPropertyDescription(
                "metadata.generation of the spec that this status is about; -1 before the operator has seen the "
                        + "AgentRunner.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "One word for people: Pending, Building, Progressing, Ready, Suspended, Degraded, Failed or Terminating. Programs read "
                        + "conditions.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        Phase phase,

        @JsonPropertyDescription("The image that the Deployment asks for.") @Nullable
        String image,

        @JsonPropertyDescription("How many pods there are.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("How many pods are ready.") @Nullable
        Integer readyReplicas,

        @JsonPropertyDescription("Label selector of the pods, for autoscalers.") @Nullable
        String selector,

        @JsonPropertyDescription("The claim that holds the workspace.") @Nullable
        WorkspaceStatus workspace,

        @JsonPropertyDescription("The latest build of the image, with spec.build.") @Nullable
        BuildStatus build,

        @JsonPropertyDescription("Ready, Available, WorkspaceReady and ImageReady, and Reconciling, Stalled and "
                + "ConfigurationWarning while true. Reason is for programs, message for people.")
        @Nullable
        List<Condition> conditions) {}
