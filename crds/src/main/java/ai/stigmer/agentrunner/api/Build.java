package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.source)", message = "write source with one of git, configMap, inline and workspace")
@ValidationRule(
        value = Rules.INLINE_DOCKERFILE,
        message = "write the Dockerfile into source.inline.files, or its name there into dockerfile")
public record Build(
        @JsonPropertyDescription("Where the files of the build come from. Required.") @Nullable
        BuildSource source,

        @JsonPropertyDescription("Path of the Dockerfile within the source. Default: Dockerfile.")
        @Size(max = 256)
        @ValidationRule(
                value = Rules.PATH_WITHIN,
                message = "write a path within the source, without .., e.g. docker/Dockerfile")
        @Nullable
        String dockerfile,

        @JsonPropertyDescription("Stage of the Dockerfile to build. Default: the last one.") @Size(max = 128) @Nullable
        String target,

        @JsonPropertyDescription(
                "Values for the Dockerfile's ARGs, by name. They can be read in the image: passwords belong into secrets.")
        @Size(max = 64)
        @Nullable
        Map<String, String> args,

        @JsonPropertyDescription(
                "Secrets for RUN --mount=type=secret,id=ID. They get into no layer, no log and no argument.")
        @Size(max = 16)
        @Nullable
        List<BuildSecret> secrets,

        @JsonPropertyDescription(
                "Platforms to build for, e.g. [linux/amd64, linux/arm64]; RUN steps of one that isn't the node's need emulation there. Default: the node's.")
        @Size(max = 8)
        @Nullable
        List<String> platforms,

        @JsonPropertyDescription("Where the image goes. Default: the cluster's local registry, under NAMESPACE/NAME.")
        @Nullable
        BuildOutput output,

        @JsonPropertyDescription(
                "Where layers are kept for the next build. Registry: beside the image. Volume: in a claim named NAME-build-cache. None: nowhere. Default: Registry.")
        @Nullable
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        BuildCache cache,

        @JsonPropertyDescription("How long a build may take, all its tries together, in seconds. Default: 1200.")
        @ValidationRule(value = "self >= 1 && self <= 86400", message = "write 1 to 86400 seconds")
        @Nullable
        Integer timeoutSeconds,

        @JsonPropertyDescription(
                "How often a build is tried again after a failure of the network, the registry or the node. A Dockerfile that fails is not tried again. Default: 2.")
        @ValidationRule(value = "self >= 0 && self <= 10", message = "write 0 to 10")
        @Nullable
        Integer retries,

        @JsonPropertyDescription("How many former builds status.build.history and the Jobs keep. Default: 3.")
        @ValidationRule(value = "self >= 1 && self <= 20", message = "write 1 to 20")
        @Nullable
        Integer historyLimit,

        @JsonPropertyDescription(
                "CPU and memory of the build; given, it replaces the default whole. Default: requests of 500m CPU and 512Mi memory, a limit of 4Gi memory. As in a Pod: kubectl explain pod.spec.containers.resources")
        @Nullable
        ResourceRequirements resources,

        @JsonPropertyDescription(
                "Any text. A change of it builds again, e.g. because a git branch has moved or a base image is new.")
        @Size(max = 256)
        @Nullable
        String trigger) {}
