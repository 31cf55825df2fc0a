package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Fingerprint;
import ai.stigmer.agentrunner.model.spec.Quantities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a live object already is as desired: the hash of what was last applied tells fields that were removed, and
 * every desired field must be equal in the live object. What the live object has besides belongs to others.
 */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Lists that the API server merges by a key, and that key. Others must be equal element by element. */
    private static final Map<String, List<String>> MERGE_KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("ports", List.of("containerPort", "protocol")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("ownerReferences", List.of("uid")));

    /** What the API server fills in within the elements of other lists. */
    private static final Set<String> DEFAULTED =
            Set.of("protocol", "apiVersion", "expirationSeconds", "mode", "nodeAffinityPolicy", "nodeTaintsPolicy");

    /** Where false or 0 is not the same as absent: the API server keeps them in its answers. */
    private static final Set<String> NEVER_LEFT_OUT = Set.of(
            "automountServiceAccountToken",
            "allowPrivilegeEscalation",
            "readOnlyRootFilesystem",
            "runAsNonRoot",
            "runAsUser",
            "runAsGroup",
            "fsGroup",
            "minAvailable",
            "maxUnavailable");

    /** Where 0 or "" asks the API server for its default. */
    private static final Set<String> DEFAULTED_IF_ZERO = Set.of(
            "periodSeconds",
            "timeoutSeconds",
            "successThreshold",
            "failureThreshold",
            "path",
            "scheme",
            "protocol",
            "apiVersion",
            "imagePullPolicy",
            "terminationMessagePath",
            "terminationMessagePolicy");

    private Comparison() {}

    /** Writes the hash of the rest of the object into its annotations. */
    static void stamp(HasMetadata desired) {
        var metadata = desired.getMetadata();
        var annotations = new LinkedHashMap<String, String>();
        if (metadata.getAnnotations() != null) {
            annotations.putAll(metadata.getAnnotations());
        }
        annotations.put(Annotations.APPLIED, Fingerprint.of(desired));
        metadata.setAnnotations(annotations);
    }

    /** Whether applying the stamped object would change nothing. */
    static boolean unchanged(HasMetadata desired, HasMetadata live) {
        return covers("", JSON.valueToTree(desired), JSON.valueToTree(live));
    }

    /**
     * Whether the live value has all that is desired.
     *
     * @param field the name of the field that has the values; empty for an element of a list, or the whole object
     */
    static boolean covers(String field, JsonNode desired, JsonNode live) {
        if (isNothing(desired) && saysNothing(field, live)) {
            return true;
        }
        if (desired.isObject()) {
            return coversObject(field, desired, live);
        }
        if (desired.isArray()) {
            return coversList(field, desired, live);
        }
        return desired.equals(live);
    }

    /** Whether the live value means the same as a desired one that is absent or zero. */
    private static boolean saysNothing(String field, JsonNode live) {
        return DEFAULTED_IF_ZERO.contains(field) || (isNothing(live) && !NEVER_LEFT_OUT.contains(field));
    }

    private static boolean coversObject(String field, JsonNode desired, JsonNode live) {
        return live.isObject()
                && desired.properties().stream()
                        .allMatch(entry ->
                                coversField(field, entry.getKey(), entry.getValue(), live.path(entry.getKey())));
    }

    /**
     * The same for one field of an object.
     *
     * @param parent the name of the field that has the object
     */
    static boolean coversField(String parent, String field, JsonNode desired, JsonNode live) {
        return Quantities.isField(parent, field) ? sameQuantity(desired, live) : covers(field, desired, live);
    }

    /** By what the elements of a desired list are told apart; empty: it is no list, or not one that is merged. */
    static Optional<List<String>> mergeKeys(String field, JsonNode desired) {
        return Optional.ofNullable(MERGE_KEYS.get(field))
                .filter(keys ->
                        desired.isArray() && desired.valueStream().allMatch(element -> element.has(keys.getFirst())));
    }

    private static boolean coversList(String field, JsonNode desired, JsonNode live) {
        if (!live.isArray()) {
            return false;
        }
        var keys = mergeKeys(field, desired).orElse(List.of());
        if (!keys.isEmpty()) {
            return coversInOrder(keys, desired, live);
        }
        if (desired.size() != live.size()) {
            return false;
        }
        for (int i = 0; i < desired.size(); i++) {
            if (!covers("", desired.get(i), live.get(i)) || !addsNothing(desired.get(i), live.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether all desired elements are there, in their order: variables refer to those before them, and init containers
     * run one after the other. What others injected may stand anywhere between them.
     */
    private static boolean coversInOrder(List<String> keys, JsonNode desired, JsonNode live) {
        var others = live.elements();
        return desired.valueStream().allMatch(element -> {
            while (others.hasNext()) {
                var other = others.next();
                if (sameKey(keys, element, other) && covers("", element, other)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Such a list has one owner: besides what was applied, its elements have nothing but defaults. */
    private static boolean addsNothing(JsonNode desired, JsonNode live) {
        return live.properties().stream()
                .allMatch(entry -> desired.has(entry.getKey())
                        ? addsNothing(desired.get(entry.getKey()), entry.getValue())
                        : DEFAULTED.contains(entry.getKey()) || isNothing(entry.getValue()));
    }

    static boolean sameKey(List<String> keys, JsonNode desired, JsonNode live) {
        return keys.stream()
                .allMatch(key ->
                        desired.path(key).isMissingNode() || desired.path(key).equals(live.path(key)));
    }

    private static boolean sameQuantity(JsonNode desired, JsonNode live) {
        return desired.equals(live)
                || (live.isTextual()
                        && Quantities.value(desired.asText())
                                .flatMap(wanted ->
                                        Quantities.value(live.asText()).filter(there -> wanted.compareTo(there) == 0))
                                .isPresent());
    }

    /**
     * Absent, or what the API server leaves out of its answers: false, 0, "" and empty lists. An empty object says
     * something, e.g. {@code emptyDir: {}}.
     */
    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isBoolean() && !node.booleanValue())
                || (node.isNumber() && node.decimalValue().signum() == 0)
                || (node.isTextual() && node.textValue().isEmpty())
                || (node.isArray() && node.isEmpty());
    }
}
