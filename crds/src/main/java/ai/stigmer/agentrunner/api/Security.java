package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import org.jspecify.annotations.Nullable;

/** Who the worker's processes are and what they may write. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Security(
        @Nullable Long runAsUser,
        @Nullable Long runAsGroup,
        @Nullable Long fsGroup,
        @Nullable Boolean readOnlyRootFilesystem,
        @Nullable SeccompProfile seccompProfile) {}
