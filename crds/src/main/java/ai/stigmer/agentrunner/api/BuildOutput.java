package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildOutput(
        @JsonPropertyDescription(
                "Repository to push to, without tag: the tag is spec.version, else the build's hash. Default: NAMESPACE/NAME in the cluster's local registry, as the ConfigMap local-registry-hosting in kube-public tells it.")
        @Size(max = 512)
        @ValidationRule(
                value = Rules.WITHOUT_TAG,
                message = "write the repository alone: the tag goes into spec.version")
        @ValidationRule(
                value = Rules.REPOSITORY,
                message = "write a repository in lower-case letters, e.g. ghcr.io/example/demo or localhost:5001/demo")
        @Nullable
        String repository,

        @JsonPropertyDescription(
                "true: the registry is spoken to over plain HTTP. Default: true for the cluster's local registry, false for others.")
        @Nullable
        Boolean insecure,

        @JsonPropertyDescription("Secret (kubernetes.io/dockerconfigjson) with the credentials to push with.") @Nullable
        SecretRef pushSecretRef) {}
