package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Temporal(
        @JsonPropertyDescription(
                "Host and port of the Temporal service, e.g. temporal-frontend.temporal:7233. The worker sees it"
                        + " as TEMPORAL_SERVICE_ADDRESS.")
        @Nullable
        String address,

        @JsonPropertyDescription("Temporal namespace (not a Kubernetes one). The worker sees it as TEMPORAL_NAMESPACE.")
        @Nullable
        String namespace,

        @JsonPropertyDescription("Task queue that the worker polls. The worker sees it as "
                + "TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE.")
        @Nullable
        String taskQueue,

        @JsonPropertyDescription(
                "Most tasks that one pod works on at a time. The worker sees it as TEMPORAL_MAX_CONCURRENCY.")
        @ValidationRule(value = Rules.POSITIVE, message = "write 1 or more")
        @Nullable
        Integer maxConcurrency,

        @JsonPropertyDescription("Where the API key of Temporal Cloud lies. The worker sees it as TEMPORAL_API_KEY and "
                + "STIGMER_TEMPORAL_API_KEY; the operator "
                + "never reads it. Some images ignore it, as they do tls.")
        @Nullable
        SecretKeyRef apiKeySecretRef,

        @JsonPropertyDescription(
                "TLS towards Temporal; {} turns it on without certificates of your own. Default: no TLS. The "
                        + "worker sees TEMPORAL_TLS=true and STIGMER_TEMPORAL_TLS=true. An image that doesn't read it connects without TLS and does not "
                        + "say so, as Stigmer's Python worker (stigmer-runner on PyPI) and its Node worker up to 3.8.0 do; "
                        + "docs/troubleshooting.md says how to see it.")
        @Nullable
        TemporalTls tls) {}
