package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** An entry of {@code status.build.history}: a build that another one followed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FormerBuild(
        @JsonPropertyDescription("Name of its Job.") @Nullable
        String name,

        @JsonPropertyDescription("Hash of what decided it.") @Nullable
        String hash,

        @JsonPropertyDescription("Succeeded or Failed.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        BuildPhase phase,

        @JsonPropertyDescription("The image that was built, by digest.") @Nullable
        String image,

        @JsonPropertyDescription("Commit that was built, where the source was git.") @Nullable
        String commit,

        @JsonPropertyDescription("When it began.") @Nullable String startTime,

        @JsonPropertyDescription("When it ended.") @Nullable String completionTime,

        @JsonPropertyDescription("Why it failed, e.g. Dockerfile, or Superseded by a newer build.") @Nullable
        String reason) {}
