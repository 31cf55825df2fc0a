package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The language model the agents use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Llm(
        @Nullable String provider,
        @Nullable String model,
        @Nullable String baseURL,
        @Nullable SecretKeyRef apiKeySecretRef,
        @Nullable Integer maxTokens,
        @Nullable BigDecimal temperature) {}
