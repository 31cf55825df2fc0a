package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Secret in the AgentRunner's namespace. The name isn't null: the CRD has a rule for it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.NAMED, message = Rules.NAMED_MESSAGE)
public record SecretRef(
        @JsonPropertyDescription("Name of the Secret, in the AgentRunner's namespace.") @Size(max = 253) @Nullable
        String name) {}
