package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Image(
        @JsonPropertyDescription(
                "Repository of the image, without tag or digest. Default: ghcr.io/stigmer/agent-runner.")
        @Size(max = 512)
        @ValidationRule(
                value = Rules.WITHOUT_TAG,
                message = "write the repository alone: the tag goes into spec.version, a digest into spec.image.digest")
        @ValidationRule(
                value = Rules.REPOSITORY,
                message = "write a repository in lower-case letters, e.g. ghcr.io/stigmer/agent-runner or "
                        + "localhost:5001/demo")
        @Nullable
        String repository,

        @JsonPropertyDescription("Digest of the image, e.g. sha256:0123…. It wins over spec.version.")
        @Size(max = 512)
        @ValidationRule(
                value = "self.matches('^sha256:[0-9a-f]{64}$')",
                message = "write sha256: and 64 hexadecimal digits in lower case, as the registry shows it")
        @Nullable
        String digest,

        @JsonPropertyDescription(
                "When a node pulls the image: IfNotPresent, Always or Never. Default: IfNotPresent, so that an "
                        + "image loaded into the node works.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        PullPolicy pullPolicy,

        @JsonPropertyDescription(
                "Secrets (kubernetes.io/dockerconfigjson) with the registry's credentials. As in a Pod: kubectl "
                        + "explain pod.spec.imagePullSecrets")
        @Size(max = 16)
        @Nullable
        List<LocalObjectReference> pullSecrets) {}
