package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Backend(
        @JsonPropertyDescription("Address of the Stigmer backend, e.g. https://api.stigmer.ai. The worker sees it as "
                + "STIGMER_BACKEND_ENDPOINT.")
        @Nullable
        String endpoint,

        @JsonPropertyDescription(
                "Where the backend's API key lies. The worker sees it as STIGMER_API_KEY; the operator never "
                        + "reads it.")
        @Nullable
        SecretKeyRef apiKeySecretRef) {}
