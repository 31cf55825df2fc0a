package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Probe;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probes(
        @JsonPropertyDescription(
                "When a started pod counts as up. Without a handler (exec, httpGet, tcpSocket, grpc) it tunes "
                        + "the default: `agent-runner health --liveness` every 5 s, timeout 5 s, 8 failures. As in a Pod: "
                        + "kubectl explain pod.spec.containers.startupProbe")
        @Nullable
        Probe startup,

        @JsonPropertyDescription(
                "Whether the worker can work. Without a handler it tunes the default: `agent-runner health` "
                        + "every 30 s, timeout 10 s, 3 failures. As in a Pod: kubectl explain "
                        + "pod.spec.containers.readinessProbe")
        @Nullable
        Probe readiness,

        @JsonPropertyDescription(
                "When the worker is restarted. Without a handler it tunes the default: `agent-runner health "
                        + "--liveness` every 30 s, timeout 10 s, 3 failures. As in a Pod: kubectl explain "
                        + "pod.spec.containers.livenessProbe")
        @Nullable
        Probe liveness,

        @JsonPropertyDescription("true: no probes at all, for an image without a health command. Default: false.")
        @Nullable
        Boolean disabled) {}
