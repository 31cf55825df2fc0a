package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkspaceStatus(
        @JsonPropertyDescription("Name of the PersistentVolumeClaim in use.") @Nullable
        String claimName,

        @JsonPropertyDescription("Size of the volume that is bound. Absent: no volume was bound yet.") @Nullable
        Quantity capacity,

        @JsonPropertyDescription("Phase of the claim: Pending, Bound or Lost.") @Nullable
        String phase) {}
