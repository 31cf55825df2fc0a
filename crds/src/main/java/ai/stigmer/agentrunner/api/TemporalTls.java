package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemporalTls(
        @JsonPropertyDescription("Secret with the keys ca.crt, tls.crt and tls.key, those present; mounted read-only "
                + "under /etc/agent-runner/temporal-tls.")
        @Nullable
        SecretRef secretRef,

        @JsonPropertyDescription(
                "Name that the server's certificate is checked against, where it isn't the address's host. The "
                        + "worker sees it as TEMPORAL_TLS_SERVER_NAME and STIGMER_TEMPORAL_TLS_SERVER_NAME.")
        @Nullable
        String serverName) {}
