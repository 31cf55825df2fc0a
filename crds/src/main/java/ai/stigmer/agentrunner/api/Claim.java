package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Claim(
        @JsonPropertyDescription(
                "Size of the volume, e.g. 10Gi. It may grow where the storage class allows it; it may shrink until a "
                        + "volume is bound, and then no further than to that one's size (status.workspace.capacity). "
                        + "Default: 1Gi.")
        @ValidationRule(value = Rules.POSITIVE_QUANTITY, message = "write a size above zero with a unit, e.g. 10Gi")
        @Nullable
        Quantity size,

        @JsonPropertyDescription(
                "Storage class of the volume. Fixed once a volume is bound. Default: the cluster's default class.")
        @Size(max = 253)
        @Nullable
        String storageClassName,

        @JsonPropertyDescription(
                "Who may mount the volume: ReadWriteOnce (pods of one node), ReadWriteMany (several nodes), "
                        + "ReadOnlyMany or ReadWriteOncePod. Fixed once a volume is bound. Default: [ReadWriteOnce].")
        @Size(max = 4)
        @Nullable
        List<String> accessModes,

        @JsonPropertyDescription(
                "What becomes of the claim, and the files in it, when the AgentRunner is deleted. Retain: it "
                        + "stays, and a new AgentRunner of the same name uses it again. Delete: it goes too, unless it "
                        + "was there before the AgentRunner: then it stays, and the status says so. Default: Retain.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        Retention retention) {}
