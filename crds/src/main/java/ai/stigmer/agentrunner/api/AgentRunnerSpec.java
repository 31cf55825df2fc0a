package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.version) || (has(self.image) && has(self.image.digest)) || has(self.build)",
        message = "write version (an image tag), image.digest or build: one of them says what to run")
@ValidationRule(
        value = "!(has(self.build) && has(self.image) && has(self.image.digest))",
        message = "remove image.digest or build: the image that is built has a digest of its own")
@ValidationRule(
        value = "!(has(self.build) && has(self.image) && has(self.image.repository))",
        message = "write the repository into build.output.repository and remove image.repository: what is built runs")
@ValidationRule(
        value = "!(has(self.build) && has(self.build.source) && has(self.build.source.workspace)"
                + " && has(self.workspace) && has(self.workspace.ephemeral))",
        message = "write another build.source or another workspace: an ephemeral one is seen by its own pod alone")
public record AgentRunnerSpec(
        @JsonPropertyDescription(
                "Tag of the image to run, or to give to the one that is built, e.g. 1.4.2. Required unless"
                        + " image.digest or build is set.")
        @Size(max = 512)
        @ValidationRule(
                value = Rules.TAG,
                message =
                        "write an image tag: 1 to 128 letters, digits, '_', '.' and '-', the first no '.' or '-', e.g. "
                                + "1.4.2")
        @Nullable
        String version,

        @JsonPropertyDescription("Where the image comes from. Default: ghcr.io/stigmer/agent-runner.") @Nullable
        Image image,

        @JsonPropertyDescription("What the container runs, in place of the image's entrypoint. Default: the image's.")
        @Nullable
        List<String> command,

        @JsonPropertyDescription("Arguments, in place of the image's. Default: the image's.") @Nullable
        List<String> args,

        @JsonPropertyDescription(
                "How many pods run, at most 1000. Leave it out where an autoscaler (an HPA that targets the Deployment) sets "
                        + "the number; a new Deployment then starts with 1. An HPA that targets the AgentRunner needs it; "
                        + "kubectl scale sets it.")
        @ValidationRule(value = Rules.REPLICAS, message = "write 0 to 1000; 0 runs no pods")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("true: no pods run, the workspace stays. Default: false.") @Nullable
        Boolean suspend,

        @JsonPropertyDescription(
                "Environment variables of the worker, in this order, after those that the fields below set; one of "
                        + "the same name replaces the field's. A value may refer to any variable before it by $(NAME). "
                        + "Keys and passwords belong in a Secret (valueFrom.secretKeyRef). As in a Pod: kubectl "
                        + "explain pod.spec.containers.env")
        @Size(max = 512)
        @Nullable
        List<EnvVar> env,

        @JsonPropertyDescription(
                "ConfigMaps and Secrets whose keys become environment variables of the worker. As in a Pod: "
                        + "kubectl explain pod.spec.containers.envFrom")
        @Size(max = 64)
        @Nullable
        List<EnvFromSource> envFrom,

        @JsonPropertyDescription("The Temporal service and task queue that the worker polls.") @Nullable
        Temporal temporal,

        @JsonPropertyDescription("The language model that the agents use.") @Nullable
        Llm llm,

        @JsonPropertyDescription("The Stigmer backend.") @Nullable
        Backend backend,

        @JsonPropertyDescription("Where the worker's files live. Default: a claim of 1Gi at /workspace.") @Nullable
        Workspace workspace,

        @JsonPropertyDescription(
                "CPU and memory of the worker; given, it replaces the default whole. Default: requests of 200m "
                        + "CPU and 512Mi memory, a limit of 4Gi memory. As in a Pod: kubectl explain "
                        + "pod.spec.containers.resources")
        @Nullable
        ResourceRequirements resources,

        @JsonPropertyDescription(
                "How Kubernetes asks the worker for its health. Default: the command `agent-runner health`.")
        @Nullable
        Probes probes,

        @JsonPropertyDescription(
                "Who the worker's processes are and what they may write. Default: user, group and volume group "
                        + "1000, read-only image. Always: no privilege escalation, no capabilities.")
        @Nullable
        Security security,

        @JsonPropertyDescription("The pods' network. Default: the cluster's, without a NetworkPolicy.") @Nullable
        Network network,

        @JsonPropertyDescription("How a change reaches the pods.") @Nullable
        Rollout rollout,

        @JsonPropertyDescription(
                "How many pods a node drain may take at a time. Default: {minAvailable: 1} where replicas is "
                        + "above 1, none otherwise; with one replica there never is one.")
        @Nullable
        DisruptionBudget disruptionBudget,

        @JsonPropertyDescription(
                "ServiceAccount of the pods. Another one than the default only where the installation allows it."
                        + " Default: the namespace's default one.")
        @Size(max = 253)
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription(
                "true: the ServiceAccount's token is mounted into the pods, where the installation allows it. "
                        + "Default: false.")
        @Nullable
        Boolean automountServiceAccountToken,

        @JsonPropertyDescription(
                "Labels and annotations for everything that the operator makes for this AgentRunner: Deployment, claims, "
                        + "PodDisruptionBudget, NetworkPolicy, Jobs, and the pods, so that a change restarts the worker. In "
                        + "the pods, template.labels and template.annotations win.")
        @Nullable
        CommonMetadata commonMetadata,

        @JsonPropertyDescription("What is added to the pods as it is: scheduling, further containers, volumes, labels.")
        @Nullable
        Template template,

        @JsonPropertyDescription(
                "How the image is built in the cluster before it runs, where the installation allows it. The pods run"
                        + " what the last good build made. Default: nothing is built.")
        @Nullable
        Build build) {}
