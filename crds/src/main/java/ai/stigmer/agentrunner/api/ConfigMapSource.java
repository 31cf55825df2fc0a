package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.NAMED, message = "write name: the ConfigMap's name")
public record ConfigMapSource(
        @JsonPropertyDescription("Name of the ConfigMap, in the AgentRunner's namespace.") @Size(max = 253) @Nullable
        String name) {}
