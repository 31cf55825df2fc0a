package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkspaceSource(
        @JsonPropertyDescription("Directory of the workspace that is built. Default: all of it.")
        @Size(max = 256)
        @ValidationRule(
                value = Rules.PATH_WITHIN,
                message = "write a path within the workspace, without .., e.g. worker")
        @Nullable
        String subPath) {}
