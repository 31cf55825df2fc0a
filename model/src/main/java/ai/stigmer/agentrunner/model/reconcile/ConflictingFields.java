package ai.stigmer.agentrunner.model.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where one of several fields may be set and somebody set another than we apply, e.g. swapped a volume's type with
 * kubectl edit: an apply would add ours beside it, and is refused for as long as theirs is there.
 */
public final class ConflictingFields {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PROBES = List.of("startupProbe", "readinessProbe", "livenessProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> VALUES = List.of("value", "valueFrom");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

    /** The strategy, a volume's type, a variable's value, a handler. */
    private static final Pattern PLACES = Pattern.compile("^(spec\\.strategy\\.rollingUpdate"
            + "|spec\\.template\\.spec\\.volumes\\[\\d+]\\.(?!name$)\\w+"
            + "|spec\\.template\\.spec\\.(initC|c)ontainers\\[\\d+]"
            + "\\.(env\\[\\d+]\\.valueFrom(\\.\\w+)?|\\w+Probe\\.\\w+|lifecycle\\.\\w+\\.\\w+))$");

    private ConflictingFields() {}

    /** Whether this is what a refused apply of a Deployment is refused for. */
    static boolean isCause(StatusCause cause) {
        return cause.getField() != null && PLACES.matcher(cause.getField()).matches();
    }

    /**
     * A strategic merge patch that makes those choices ours and touches nothing else.
     *
     * @param desired with the uid of the live one
     */
    public static String patch(Deployment desired) {
        var from = JSON.<ObjectNode>valueToTree(desired);
        var pod = from.at("/spec/template/spec");
        var patch = JSON.createObjectNode();
        patch.putObject("metadata").set("uid", from.at("/metadata/uid"));
        var spec = patch.putObject("spec");
        if (from.at("/spec/strategy") instanceof ObjectNode strategy) {
            spec.set("strategy", retainingOnly(strategy));
        }
        var template = spec.putObject("template").putObject("spec");
        var volumes = template.putArray("volumes");
        pod.path("volumes").forEach(volume -> volumes.add(retainingOnly((ObjectNode) volume)));
        for (var containers : List.of("initContainers", "containers")) {
            var list = template.putArray(containers);
            pod.path(containers).forEach(container -> list.add(choices(container)));
        }
        return patch.toString();
    }

    private static ObjectNode retainingOnly(ObjectNode object) {
        var keys = JSON.createArrayNode();
        object.fieldNames().forEachRemaining(keys::add);
        return object.set("$retainKeys", keys);
    }

    private static ObjectNode choices(JsonNode container) {
        var choices = JSON.createObjectNode();
        choices.set("name", container.get("name"));
        var env = choices.putArray("env");
        for (var variable : container.path("env")) {
            var one = env.addObject();
            one.set("name", variable.get("name"));
            choose(VALUES, variable, one);
            if (variable.has("valueFrom")) {
                choose(SOURCES, variable.get("valueFrom"), one.putObject("valueFrom"));
            }
        }
        for (var probe : PROBES) {
            if (container.has(probe)) {
                choose(HANDLERS, container.get(probe), choices.putObject(probe));
            }
        }
        for (var hook : HOOKS) {
            if (container.path("lifecycle").has(hook)) {
                choose(HANDLERS, container.at("/lifecycle/" + hook), choices.withObject("/lifecycle/" + hook));
            }
        }
        return choices;
    }

    /** The one that is wanted, and null for all others. */
    private static void choose(List<String> fields, JsonNode wanted, ObjectNode patch) {
        for (var field : fields) {
            patch.set(field, wanted.get(field));
        }
    }
}
