package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A key of a Secret in the AgentRunner's namespace. Neither component is null: the CRD has a rule for it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.NAMED_KEY, message = Rules.NAMED_KEY_MESSAGE)
public record SecretKeyRef(
        @JsonPropertyDescription("Name of the Secret, in the AgentRunner's namespace.") @Size(max = 253) @Nullable
        String name,

        @JsonPropertyDescription("Key in the Secret whose value is used.") @Size(max = 253) @Nullable
        String key) {}
