package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Probe;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probes(
        @JsonPropertyDescription(
                "What the default probes ask. AgentRunner: the command agent-runner health, which the agent-runner image "
                        + "has. TemporalConnection, for other images with sh and grep: readiness asks every 10 s, timeout "
                        + "5 s, 3 failures, for an established TCP connection to the port of TEMPORAL_SERVICE_ADDRESS, which "
                        + "takes about 5 ms; there is no startup and no liveness probe, so the end of its process alone "
                        + "restarts the worker. It does not show that the worker polls. Any connection of the pod counts "
                        + "to that port, also one that is half open: of a sidecar, of the node with network.mode Host, and "
                        + "with port 443 of any HTTPS; through a proxy on another port it never succeeds. A probe's own "
                        + "handler wins; with disabled it has no effect. Default: AgentRunner.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        ProbeCheck check,

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

        @JsonPropertyDescription(
                "true: no probes at all. A worker that keeps crashing then counts as ready between two crashes; for an "
                        + "image without a health command, check: TemporalConnection is better. Default: false.")
        @Nullable
        Boolean disabled) {}
