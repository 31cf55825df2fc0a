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
                "Address of the repository: https://HOST/PATH, or ssh://git@HOST/PATH or git@HOST:PATH with a secretRef that holds an SSH key; without credentials, '?' and '#'. Required.")
        @Size(max = 1024)
        @ValidationRule(
                value = Rules.GIT_URL,
                message =
                        "write https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH, without credentials, '?' and '#': credentials belong into secretRef")
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
        SecretRef secretRef) {

    private static final String HOST = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String HOST_AND_PORT = "(" + HOST + "|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?";
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9._-]*";

    /** ASCII that can be seen, but for {@code @ ? # \}. */
    private static final String PATH = "[!-\"$->A-\\[\\]-~]+";

    /**
     * A regular expression (for RE2 and Java alike) that an address must match whole. The address can be read in the
     * Job's arguments and in the image's labels: credentials have no place in it, whether as userinfo or in a query, and
     * what follows # is the operator's to write.
     */
    public static final String URL_PATTERN = "^((https?|git)://" + HOST_AND_PORT + "/" + PATH + "|ssh://(" + USER
            + "@)?" + HOST_AND_PORT + "/" + PATH + "|" + USER + "@" + HOST + ":" + PATH + ")$";
}
