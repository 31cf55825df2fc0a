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
@ValidationRule(value = Rules.FILES, message = "write files: at least one name with its content")
@ValidationRule(
        value = Rules.FILE_NAMES,
        message = "write file names of letters, digits, '-', '_' and '.', without directories, not beginning with '..'")
@ValidationRule(
        value = Rules.FILES_FIT,
        message = "write at most 131072 bytes in all files together; a git repository or the workspace holds more")
public record InlineSource(
        @JsonPropertyDescription("Content by file name, e.g. Dockerfile. At most 131072 bytes in all.")
        @Size(max = 64)
        @Nullable
        Map<String, String> files) {}
