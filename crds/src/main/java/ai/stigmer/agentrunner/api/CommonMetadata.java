package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommonMetadata(
        @JsonPropertyDescription(
                "Labels, e.g. those that a policy of the cluster demands, besides the operator's: names without a domain "
                        + "and without dots, and what the installation allows. Selectors don't use them.")
        @Size(max = 64)
        @ValidationRule(
                value = Rules.LABELS,
                message = "write names and values of at most 63 letters, digits, '-', '_' and '.' that begin and end "
                        + "with a letter or digit; a name may follow a domain and '/', a value may be empty")
        @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription(
                "Annotations, besides the operator's: names as of labels, and those of prometheus.io, checksum/ and others "
                        + "that change no rights.")
        @Size(max = 64)
        @ValidationRule(
                value = Rules.ANNOTATIONS,
                message =
                        "write names of at most 63 letters, digits, '-', '_' and '.' that begin and end with a letter or "
                                + "digit, with or without a domain and '/' before")
        @Nullable
        Map<String, String> annotations) {}
