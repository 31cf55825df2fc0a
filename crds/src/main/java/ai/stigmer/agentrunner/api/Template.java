package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is added to the pods as it is, where the installation's policy allows it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Template(
        @JsonPropertyDescription(
                "Labels for the pods, besides the operator's: names without a domain and without dots, and what the "
                        + "installation allows.")
        @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription(
                "Annotations for the pods, besides the operator's: names without a domain and without dots, those of "
                        + "prometheus.io, checksum/ and others that change no rights, and what the installation allows.")
        @Nullable
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels that a node must carry to run the pods. As in a Pod: kubectl explain "
                + "pod.spec.nodeSelector")
        @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription(
                "Taints of nodes that the pods put up with. As in a Pod: kubectl explain pod.spec.tolerations")
        @Nullable
        List<Toleration> tolerations,

        @JsonPropertyDescription(
                "Which nodes the pods prefer or need, near to or far from which other pods. As in a Pod: kubectl"
                        + " explain pod.spec.affinity")
        @Nullable
        Affinity affinity,

        @JsonPropertyDescription(
                "How the pods are spread over nodes and zones. A constraint without a labelSelector counts the "
                        + "AgentRunner's pods. As in a Pod: kubectl explain pod.spec.topologySpreadConstraints")
        @Size(max = 64)
        @Nullable
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @JsonPropertyDescription("Priority of the pods, where the installation allows it. As in a Pod: kubectl explain "
                + "pod.spec.priorityClassName")
        @Nullable
        String priorityClassName,

        @JsonPropertyDescription(
                "Container runtime of the pods, e.g. gvisor, where the installation allows it. As in a Pod: "
                        + "kubectl explain pod.spec.runtimeClassName")
        @Nullable
        String runtimeClassName,

        @JsonPropertyDescription(
                "Containers that run to their end before the worker starts. They must run without root and may "
                        + "not gain privileges. As in a Pod: kubectl explain pod.spec.initContainers")
        @Size(max = 32)
        @Nullable
        List<Container> initContainers,

        @JsonPropertyDescription(
                "Containers that run beside the worker. They must run without root and may not gain privileges. "
                        + "As in a Pod: kubectl explain pod.spec.containers")
        @Size(max = 32)
        @Nullable
        List<Container> sidecars,

        @JsonPropertyDescription("Volumes besides the workspace: configMap, downwardAPI, emptyDir, ephemeral, "
                + "image (from Kubernetes 1.35), persistentVolumeClaim, projected or secret; hostPath and csi where the installation allows it. "
                + "As in a Pod: kubectl explain pod.spec.volumes")
        @Size(max = 128)
        @Nullable
        List<Volume> volumes,

        @JsonPropertyDescription("Where the worker sees those volumes. As in a Pod: kubectl explain "
                + "pod.spec.containers.volumeMounts")
        @Size(max = 128)
        @Nullable
        List<VolumeMount> volumeMounts) {}
