package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status.build}: the latest build, with those before it in {@code history}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildStatus(
        @JsonPropertyDescription("Name of the build's Job.") @Nullable
        String name,

        @JsonPropertyDescription("Hash of what decides the build; the same inputs are not built twice.") @Nullable
        String hash,

        @JsonPropertyDescription("Queued, Running, Succeeded or Failed.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        BuildPhase phase,

        @JsonPropertyDescription(
                "The last image that was built, by digest: the Deployment runs it, also while another build runs or after one failed.")
        @Nullable
        String image,

        @JsonPropertyDescription("Commit that was built, where the source is git.") @Nullable
        String commit,

        @JsonPropertyDescription("When it began: to wait for its turn, then to run.") @Nullable
        String startTime,

        @JsonPropertyDescription("When it ended.") @Nullable String completionTime,

        @JsonPropertyDescription("Why it is as it is, in one word for programs, e.g. Dockerfile, Registry or Deadline.")
        @Nullable
        String reason,

        @JsonPropertyDescription("What went wrong, with the last lines, or what it waits for.") @Nullable
        String message,

        @JsonPropertyDescription("Former builds, the latest first; the last good one always stays.") @Nullable
        List<FormerBuild> history) {}
