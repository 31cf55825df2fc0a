package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields whose type is Kubernetes' own: what is said about their inside points there, so that it is never outdated. */
final class EmbeddedTypes implements Schema.Visitor {
    /** Our path, and the path that kubectl explain knows. */
    static final Map<String, String> ORIGIN = Map.ofEntries(
            Map.entry("spec.image.pullSecrets", "pod.spec.imagePullSecrets"),
            Map.entry("spec.env", "pod.spec.containers.env"),
            Map.entry("spec.envFrom", "pod.spec.containers.envFrom"),
            Map.entry("spec.resources", "pod.spec.containers.resources"),
            Map.entry("spec.build.resources", "pod.spec.containers.resources"),
            Map.entry("spec.probes.startup", "pod.spec.containers.startupProbe"),
            Map.entry("spec.probes.readiness", "pod.spec.containers.readinessProbe"),
            Map.entry("spec.probes.liveness", "pod.spec.containers.livenessProbe"),
            Map.entry("spec.security.seccompProfile", "pod.spec.securityContext.seccompProfile"),
            Map.entry("spec.network.hostAliases", "pod.spec.hostAliases"),
            Map.entry("spec.network.policy.egress", "networkpolicy.spec.egress"),
            Map.entry("spec.template.tolerations", "pod.spec.tolerations"),
            Map.entry("spec.template.affinity", "pod.spec.affinity"),
            Map.entry("spec.template.topologySpreadConstraints", "pod.spec.topologySpreadConstraints"),
            Map.entry("spec.template.initContainers", "pod.spec.initContainers"),
            Map.entry("spec.template.sidecars", "pod.spec.containers"),
            Map.entry("spec.template.volumes", "pod.spec.volumes"),
            Map.entry("spec.template.volumeMounts", "pod.spec.containers.volumeMounts"));

    /**
     * How far below such a field a description still names the very field: the paths of affinities and containers are
     * long, and the definition must not get larger than a client-side apply bears.
     */
    private static final int NAMED_LEVELS = 1;

    /** What a claim template's metadata takes; the rest is the API server's. */
    private static final List<String> TEMPLATE_METADATA = List.of("annotations", "labels");

    /** The volumes that Pod Security `restricted` admits, and the two that an installation may allow. */
    private static final List<String> VOLUMES = List.of(
            "name",
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "hostPath",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    @Override
    public void visit(String path, ObjectNode schema) {
        if (path.endsWith(".volumeClaimTemplate.metadata")) {
            ((ObjectNode) schema.get("properties")).retain(TEMPLATE_METADATA);
        }
        if (path.equals("spec.template.volumes[]")) {
            ((ObjectNode) schema.get("properties")).retain(VOLUMES);
        }
        if (path.endsWith("]") || path.endsWith("}")) {
            return;
        }
        origin(path).ifPresent(origin -> {
            if (!schema.has("description")) {
                schema.put("description", "See kubectl explain " + origin);
            }
        });
    }

    /** Where kubectl explains this field or one that it lies in, when it is one of Kubernetes' own. */
    static Optional<String> origin(String path) {
        var plain = path.replace("[]", "").replace("{}", "");
        return ORIGIN.entrySet().stream()
                .filter(entry -> plain.equals(entry.getKey()) || plain.startsWith(entry.getKey() + "."))
                .map(entry -> entry.getValue()
                        + nearest(plain.substring(entry.getKey().length())))
                .findFirst();
    }

    private static String nearest(String below) {
        return Stream.of(below.split("\\.", -1)).limit(NAMED_LEVELS + 1).collect(Collectors.joining("."));
    }
}
