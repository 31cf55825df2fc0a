package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.url) && self.url != ''", message = "write url: the address of the repository")
public record GitSource(
        @JsonPropertyDescription(
                "Address of the repository: https://HOST/PATH, or ssh://git@HOST/PATH or git@HOST:PATH with a secretRef that holds an SSH key. Required.")
        @Size(max = 1024)
        @ValidationRule(
                value = Rules.GIT_URL,
                message =
                        "write https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH, without a password: that belongs into secretRef")
        @Nullable
        String url,

        @JsonPropertyDescription(
                "Branch, tag or commit to build. What a branch pointed to stays built until trigger changes. Default: main.")
        @Size(max = 256)
        @ValidationRule(value = Rules.GIT_REF, message = "write a branch, a tag or a commit, e.g. main or v1.4.2")
        @Nullable
        String ref,

        @JsonPropertyDescription("Directory of the repository that is built. Default: its root.")
        @Size(max = 256)
        @ValidationRule(
                value = Rules.PATH_WITHIN,
                message = "write a path within the repository, without .., e.g. services/runner")
        @Nullable
        String subPath,

        @JsonPropertyDescription(
                "Secret with the credentials: of type kubernetes.io/basic-auth or kubernetes.io/ssh-auth, or with a key token.")
        @Nullable
        SecretRef secretRef) {}
