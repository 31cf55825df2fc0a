package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a manifest that one container can't honour, each with what happens instead. */
public final class UnsupportedFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Named wherever they are given. */
    private static final Map<String, String> ALWAYS = table();

    /** Figures of a probe that are as in a container where they are given so. */
    private static final Map<String, Long> USUAL = Map.of("initialDelaySeconds", 0L, "successThreshold", 1L);

    /** Figures of each probe that a container's check doesn't have. */
    private static final Map<String, Map<String, String>> FIGURES = figures();

    private static final Set<String> RESOURCES = Set.of("cpu", "memory");

    private UnsupportedFields() {}

    /** Of a manifest as it was written. */
    public static List<ContainerPlan.Unsupported> of(AgentRunner runner) {
        JsonNode spec = JSON.valueToTree(runner.getSpec());
        var found = new ArrayList<ContainerPlan.Unsupported>();
        ALWAYS.forEach((pointer, instead) -> {
            var value = spec.at(pointer);
            if (!value.isMissingNode() && !value.isNull() && !isEmpty(value)) {
                found.add(new ContainerPlan.Unsupported("spec" + pointer.replace('/', '.'), instead));
            }
        });
        int replicas = spec.path("replicas").asInt(1);
        if (replicas > 1) {
            found.add(new ContainerPlan.Unsupported("spec.replicas", "one container runs"));
        }
        if (replicas == 0) {
            found.add(new ContainerPlan.Unsupported(
                    "spec.replicas", "one container runs; spec.suspend: true would let none run"));
        }
        if ("Delete".equals(spec.at("/workspace/claim/retention").asText())) {
            found.add(new ContainerPlan.Unsupported(
                    "spec.workspace.claim.retention", "the volume stays until agentrunner rm --volumes deletes it"));
        }
        if (spec.path("automountServiceAccountToken").asBoolean()) {
            found.add(new ContainerPlan.Unsupported(
                    "spec.automountServiceAccountToken", "there is no token outside a cluster"));
        }
        if (spec.at("/network/policy/enabled").asBoolean()) {
            found.add(new ContainerPlan.Unsupported(
                    "spec.network.policy", "the container may connect to everything that this machine can"));
        }
        if ("Localhost".equals(spec.at("/security/seccompProfile/type").asText())) {
            found.add(new ContainerPlan.Unsupported(
                    "spec.security.seccompProfile", "the runtime's default profile is used"));
        }
        probes(spec.path("probes"), found);
        resources(spec.path("resources"), found);
        return found;
    }

    /** Those that are named wherever they are given, as JSON pointers into the spec. */
    static Set<String> always() {
        return ALWAYS.keySet();
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    private static void probes(JsonNode probes, List<ContainerPlan.Unsupported> found) {
        if (probes.path("disabled").asBoolean()) {
            return;
        }
        for (var kind : List.of("startup", "readiness", "liveness")) {
            var probe = probes.path(kind);
            if (probe.has("httpGet") || probe.has("tcpSocket") || probe.has("grpc")) {
                found.add(new ContainerPlan.Unsupported(
                        "spec.probes." + kind,
                        kind.equals("readiness")
                                ? "there is no health check: a container's can only be a command (exec)"
                                : "it is not run: a container's check can only be a command (exec)"));
            } else if (probe.has("exec") && !kind.equals("readiness")) {
                found.add(new ContainerPlan.Unsupported(
                        "spec.probes." + kind + ".exec",
                        "a container has one check: the readiness probe's command is it"));
            } else {
                figures(kind, probe, found);
            }
        }
    }

    private static void figures(String kind, JsonNode probe, List<ContainerPlan.Unsupported> found) {
        var instead = FIGURES.getOrDefault(kind, Map.of());
        probe.properties().forEach(figure -> {
            var isUsual = Long.valueOf(figure.getValue().asLong()).equals(USUAL.get(figure.getKey()));
            if (instead.containsKey(figure.getKey()) && !isUsual) {
                found.add(new ContainerPlan.Unsupported(
                        "spec.probes." + kind + "." + figure.getKey(), instead.get(figure.getKey())));
            }
        });
    }

    private static void resources(JsonNode resources, List<ContainerPlan.Unsupported> found) {
        for (var kind : List.of("requests", "limits")) {
            resources.path(kind).fieldNames().forEachRemaining(name -> {
                if (!RESOURCES.contains(name)) {
                    found.add(new ContainerPlan.Unsupported("spec.resources." + kind + "." + name, "it is left out"));
                }
            });
        }
    }

    private static Map<String, Map<String, String>> figures() {
        var noRestart = "a check that fails restarts no container: agentrunner restart does";
        return Map.of(
                "startup",
                Map.of("timeoutSeconds", "the readiness probe's applies", "terminationGracePeriodSeconds", noRestart),
                "readiness",
                Map.of(
                        "initialDelaySeconds",
                                "the check begins at once; failures count after the startup probe's time",
                        "successThreshold", "one success is enough"),
                "liveness",
                Map.of(
                        "initialDelaySeconds", noRestart,
                        "periodSeconds", noRestart,
                        "timeoutSeconds", noRestart,
                        "failureThreshold", noRestart,
                        "terminationGracePeriodSeconds", noRestart));
    }

    private static Map<String, String> table() {
        var noScheduler = "there is no scheduler: the container runs on this machine";
        var table = new LinkedHashMap<String, String>();
        table.put("/workspace/claim/size", "the volume can grow as far as this machine's disk");
        table.put("/workspace/claim/storageClassName", "the volume is the runtime's own");
        table.put("/workspace/claim/accessModes", "the volume is the runtime's own");
        table.put("/workspace/ephemeral/sizeLimit", "the volume can grow as far as this machine's disk");
        table.put("/rollout/strategy", "the old container stops before the new one starts");
        table.put("/rollout/onConfigChange", "the container is replaced when a value that it reads changes");
        table.put("/rollout/progressDeadlineSeconds", "run waits as long as --timeout says");
        table.put("/disruptionBudget", "it has no effect on one container");
        table.put("/build/output", "the image stays on this machine");
        table.put("/build/cache", "the builder's own cache is used");
        table.put("/build/platforms", "it is built for this machine");
        table.put("/build/resources", "the builder takes what it needs");
        table.put("/build/timeoutSeconds", "Ctrl-C ends it");
        table.put("/build/retries", "it is built once: run it again");
        table.put("/build/historyLimit", "images are kept until they are removed");
        table.put("/build/source/git/secretRef", "your own git credentials are used");
        table.put("/resources/claims", "they are left out");
        table.put("/commonMetadata/annotations", "a container has no annotations");
        table.put("/template/annotations", "a container has no annotations; a fieldRef reads them all the same");
        table.put("/serviceAccountName", "there is none outside a cluster");
        table.put("/template/nodeSelector", noScheduler);
        table.put("/template/tolerations", noScheduler);
        table.put("/template/affinity", noScheduler);
        table.put("/template/topologySpreadConstraints", noScheduler);
        table.put("/template/priorityClassName", noScheduler);
        table.put("/template/runtimeClassName", "the runtime's default is used");
        table.put("/template/initContainers", "they are not run");
        table.put("/template/sidecars", "they are not run");
        return table;
    }
}
