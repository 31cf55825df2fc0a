package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Security(
        @JsonPropertyDescription(
                "User ID of the worker's processes. 0 (root) only where the installation allows it. Default: "
                        + "1000.")
        @ValidationRule(value = Rules.NON_NEGATIVE, message = "write a user or group ID of 0 or more")
        @Nullable
        Long runAsUser,

        @JsonPropertyDescription("Group ID of the worker's processes. Default: 1000.")
        @ValidationRule(value = Rules.NON_NEGATIVE, message = "write a user or group ID of 0 or more")
        @Nullable
        Long runAsGroup,

        @JsonPropertyDescription("Group that owns the files of the workspace. Default: 1000.")
        @ValidationRule(value = Rules.NON_NEGATIVE, message = "write a user or group ID of 0 or more")
        @Nullable
        Long fsGroup,

        @JsonPropertyDescription(
                "Whether the image's files are read-only; /tmp and the workspace are always writable. false only"
                        + " where the installation allows it. Default: true.")
        @Nullable
        Boolean readOnlyRootFilesystem,

        @JsonPropertyDescription(
                "Which system calls are allowed. Default: {type: RuntimeDefault}. As in a Pod: kubectl explain "
                        + "pod.spec.securityContext.seccompProfile")
        @Nullable
        SeccompProfile seccompProfile) {}
