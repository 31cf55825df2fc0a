package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where the worker's files live. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Workspace(
        @Nullable String mountPath,
        @Nullable Claim claim,
        @Nullable ExistingClaim existingClaim,
        @Nullable Ephemeral ephemeral) {}
