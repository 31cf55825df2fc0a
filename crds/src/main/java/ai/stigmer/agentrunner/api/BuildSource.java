package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Exactly one component isn't null: the CRD has a rule for it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "[has(self.git), has(self.configMap), has(self.inline), has(self.workspace)].filter(given, given).size()"
                        + " == 1",
        message = "write exactly one of git, configMap, inline and workspace")
public record BuildSource(
        @JsonPropertyDescription("A git repository.") @Nullable
        GitSource git,

        @JsonPropertyDescription("A ConfigMap whose keys are the files; a change of it builds again.") @Nullable
        ConfigMapSource configMap,

        @JsonPropertyDescription("Files that stand here.") @Nullable
        InlineSource inline,

        @JsonPropertyDescription(
                "What lies in the runner's own workspace; the build sees it read-only. A change of files is not noticed: change trigger.")
        @Nullable
        WorkspaceSource workspace) {}
