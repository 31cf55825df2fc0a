package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.claimName) && self.claimName.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
        message = "write claimName: the name of a PersistentVolumeClaim in the AgentRunner's namespace")
public record ExistingClaim(
        @JsonPropertyDescription(
                "Name of the PersistentVolumeClaim, in the AgentRunner's namespace. The operator never changes "
                        + "or deletes it.")
        @Size(max = 253)
        @Nullable
        String claimName) {}
