package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.id) && has(self.secretKeyRef)", message = "write both id and secretKeyRef")
public record BuildSecret(
        @JsonPropertyDescription("What RUN --mount=type=secret,id=ID calls it.")
        @Size(max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9_][A-Za-z0-9_.-]*$')",
                message = "write an id of letters, digits, '_', '.' and '-', e.g. npm")
        @Nullable
        String id,

        @JsonPropertyDescription("Key of a Secret that holds it; the operator never reads it.") @Nullable
        SecretKeyRef secretKeyRef) {}
