package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ephemeral(
        @JsonPropertyDescription("How much may be written before the pod is evicted. Default: 1Gi.")
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = "write a size above zero with a unit, e.g. 1Gi")
        @Nullable
        Quantity sizeLimit) {}
