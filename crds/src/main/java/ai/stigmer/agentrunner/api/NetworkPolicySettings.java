package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPolicySettings(
        @JsonPropertyDescription(
                "true: nobody may connect to the pods, and they may reach DNS and what egress says. Default: "
                        + "false.")
        @Nullable
        Boolean enabled,

        @JsonPropertyDescription(
                "What the pods may reach besides DNS; an empty list: nothing else. Default: everything but the "
                        + "cloud metadata addresses. As in a NetworkPolicy: kubectl explain networkpolicy.spec.egress")
        @Nullable
        List<NetworkPolicyEgressRule> egress) {}
