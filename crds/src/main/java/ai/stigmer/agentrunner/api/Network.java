package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.HostAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.mode) && self.mode == 'Host' && has(self.hostAliases) && self.hostAliases.size() > " + "0)",
        message = "remove hostAliases or write mode: Pod: with mode Host the node's own /etc/hosts counts")
public record Network(
        @JsonPropertyDescription("Pod: a network of the pod's own. Host: the node's, where localhost is the node; the "
                + "installation must allow it. Default: Pod.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        NetworkMode mode,

        @JsonPropertyDescription("Lines for /etc/hosts in the pods. As in a Pod: kubectl explain pod.spec.hostAliases")
        @Size(max = 256)
        @Nullable
        List<HostAlias> hostAliases,

        @JsonPropertyDescription(
                "A NetworkPolicy for the pods, where the installation allows it: it adds to those of others, and "
                        + "so may open what they have closed. Default: none.")
        @Nullable
        NetworkPolicySettings policy) {}
