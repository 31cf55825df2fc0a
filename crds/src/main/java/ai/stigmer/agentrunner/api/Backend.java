package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Backend(
        @JsonPropertyDescription(
                "Host and port of the Stigmer backend, e.g. api.stigmer.ai:443, without a scheme. The worker sees it as "
                        + "STIGMER_BACKEND_ENDPOINT.")
        @Nullable
        String endpoint,

        @JsonPropertyDescription(
                "Where the backend's API key lies. The worker sees it as STIGMER_API_KEY and STIGMER_TOKEN; the "
                        + "operator never reads it.")
        @Nullable
        SecretKeyRef apiKeySecretRef) {}
