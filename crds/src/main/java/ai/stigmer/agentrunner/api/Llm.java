package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Llm(
        @JsonPropertyDescription(
                "Who runs the model: openai, anthropic, ollama or any other that the worker knows. The worker "
                        + "sees it as STIGMER_LLM_PROVIDER.")
        @Nullable
        String provider,

        @JsonPropertyDescription("The model's name at that provider. The worker sees it as STIGMER_LLM_MODEL "
                + "and STIGMER_PRIMARY_MODEL.")
        @Nullable
        String model,

        @JsonPropertyDescription("Address of the provider's API, where it isn't the usual one. The worker sees it as "
                + "STIGMER_LLM_BASE_URL, with provider openai, anthropic or ollama also as OPENAI_BASE_URL, ANTHROPIC_BASE_URL "
                + "or OLLAMA_BASE_URL.")
        @Nullable
        String baseURL,

        @JsonPropertyDescription(
                "Where the provider's API key lies. The worker sees it as STIGMER_LLM_API_KEY, with provider "
                        + "openai or anthropic also as OPENAI_API_KEY or ANTHROPIC_API_KEY; the operator never reads it.")
        @Nullable
        SecretKeyRef apiKeySecretRef,

        @JsonPropertyDescription("Most tokens in one answer. The worker sees it as STIGMER_LLM_MAX_TOKENS.")
        @ValidationRule(value = Rules.POSITIVE, message = "write 1 or more")
        @Nullable
        Integer maxTokens,

        @JsonPropertyDescription(
                "How freely the model answers, from 0 to 2. The worker sees it as STIGMER_LLM_TEMPERATURE.")
        @ValidationRule(value = "self >= 0.0 && self <= 2.0", message = "write a number from 0 to 2, e.g. 0.7")
        @Nullable
        BigDecimal temperature) {}
