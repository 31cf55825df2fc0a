package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The Temporal service and task queue that the worker polls. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Temporal(
        @Nullable String address,
        @Nullable String namespace,
        @Nullable String taskQueue,
        @Nullable Integer maxConcurrency,
        @Nullable SecretKeyRef apiKeySecretRef,
        @Nullable TemporalTls tls) {}
