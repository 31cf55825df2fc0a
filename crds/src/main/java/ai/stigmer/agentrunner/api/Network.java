package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HostAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods' network. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Network(
        @Nullable NetworkMode mode,
        @Nullable List<HostAlias> hostAliases,
        @Nullable NetworkPolicySettings policy) {}
