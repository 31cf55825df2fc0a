package ai.stigmer.agentrunner.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** What the API server and the cluster's controllers fill in, as far as the operator makes such objects. */
public final class ApiDefaults {
    private static final List<String> DEFAULTED_ZEROS = List.of("initialDelaySeconds", "readOnly", "stdin", "tty");

    private ApiDefaults() {}

    public static void fill(String kind, ObjectNode object) {
        var spec = (ObjectNode) object.get("spec");
        switch (kind) {
            case "Deployment" -> deployment(spec);
            case "PersistentVolumeClaim" -> {
                absent(spec, "volumeMode", "Filesystem");
                absent(spec, "storageClassName", "standard");
                if (!object.has("status")) {
                    object.putObject("status").put("phase", "Pending");
                }
            }
            default -> {}
        }
        canonical(object);
    }

    static void bind(ObjectNode claim) {
        var status = claim.putObject("status").put("phase", "Bound");
        status.putObject("capacity").set("storage", claim.at("/spec/resources/requests/storage"));
    }

    static void rollOut(ObjectNode deployment) {
        int replicas = deployment.at("/spec/replicas").asInt();
        var status = deployment.putObject("status");
        status.put("observedGeneration", deployment.at("/metadata/generation").asLong());
        if (replicas > 0) {
            status.put("replicas", replicas)
                    .put("updatedReplicas", replicas)
                    .put("readyReplicas", replicas)
                    .put("availableReplicas", replicas);
        }
    }

    private static void deployment(ObjectNode spec) {
        if (!spec.has("replicas")) {
            spec.put("replicas", 1);
        }
        spec.put("revisionHistoryLimit", 10);
        var pod = (ObjectNode) spec.at("/template/spec");
        absent(pod, "restartPolicy", "Always");
        absent(pod, "dnsPolicy", "ClusterFirst");
        absent(pod, "schedulerName", "default-scheduler");
        if (pod.has("serviceAccountName")) {
            pod.set("serviceAccount", pod.get("serviceAccountName"));
        }
        for (var containers : List.of("containers", "initContainers")) {
            pod.path(containers).forEach(container -> container((ObjectNode) container));
        }
        for (var volume : pod.path("volumes")) {
            for (var source : List.of("secret", "configMap", "projected", "downwardAPI")) {
                if (volume.path(source).isObject() && !volume.path(source).has("defaultMode")) {
                    ((ObjectNode) volume.get(source)).put("defaultMode", 420);
                }
            }
        }
    }

    private static void container(ObjectNode container) {
        absent(container, "terminationMessagePath", "/dev/termination-log");
        absent(container, "terminationMessagePolicy", "File");
        absent(container, "imagePullPolicy", "IfNotPresent");
        container.path("ports").forEach(port -> absent((ObjectNode) port, "protocol", "TCP"));
        for (var name : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            if (container.path(name) instanceof ObjectNode probe) {
                absent(probe, "timeoutSeconds", 1);
                absent(probe, "periodSeconds", 10);
                absent(probe, "successThreshold", 1);
                absent(probe, "failureThreshold", 3);
                if (probe.path("httpGet") instanceof ObjectNode get) {
                    absent(get, "scheme", "HTTP");
                }
            }
        }
        for (var variable : container.path("env")) {
            if (variable.path("valueFrom").path("fieldRef") instanceof ObjectNode field) {
                absent(field, "apiVersion", "v1");
            }
        }
        if (!container.has("resources")) {
            container.putObject("resources");
        }
    }

    /** As the API server answers: quantities in canonical form, without empty lists and strings and some zeros. */
    private static void canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var map : List.of("limits", "requests")) {
                if (object.path(map) instanceof ObjectNode amounts) {
                    amounts.properties()
                            .forEach(e -> e.setValue(
                                    amounts.textNode(canonical(e.getValue().asText()))));
                }
            }
            if (object.path("emptyDir") instanceof ObjectNode directory && directory.has("sizeLimit")) {
                directory.put("sizeLimit", canonical(directory.get("sizeLimit").asText()));
            }
            object.properties()
                    .removeIf(entry ->
                            (entry.getValue().isArray() && entry.getValue().isEmpty())
                                    || (entry.getValue().isTextual()
                                            && entry.getValue().asText().isEmpty())
                                    || (DEFAULTED_ZEROS.contains(entry.getKey())
                                            && entry.getValue().asText().matches("0|false")));
        }
        node.forEach(ApiDefaults::canonical);
    }

    private static String canonical(String quantity) {
        var amount = new Quantity(quantity).getNumericalAmount();
        for (var unit : List.of("Gi", "Mi", "Ki")) {
            var size = new Quantity("1" + unit).getNumericalAmount();
            if (quantity.endsWith("i") && amount.remainder(size).signum() == 0) {
                return amount.divide(size).toBigInteger() + unit;
            }
        }
        return amount.remainder(BigDecimal.ONE).signum() == 0
                ? quantity
                : amount.movePointRight(3).toBigInteger() + "m";
    }

    private static void absent(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void absent(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
