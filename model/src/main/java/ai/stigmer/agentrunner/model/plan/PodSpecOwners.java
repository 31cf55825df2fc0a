package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who beside the operator owns fields in the spec of a Deployment's pods, as its managedFields tell. What admission adds has
 * no owner.
 */
public final class PodSpecOwners {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The path of the pods' spec, as managedFields write it. */
    public static final List<String> POD_SPEC = List.of("f:spec", "f:template", "f:spec");

    private static final String POD_SPEC_POINTER = "/" + String.join("/", POD_SPEC);
    private static final String KUBECTL = "kubectl";
    private static final List<String> CONTAINERS = List.of("containers", "initContainers");
    private static final Map<String, Function<PodSpec, Boolean>> HOST = Map.of(
            "hostNetwork", PodSpec::getHostNetwork, "hostPID", PodSpec::getHostPID, "hostIPC", PodSpec::getHostIPC);

    /** What the operator sets itself: whoever else owns it has set the same. */
    private static final Set<String> OF_POD =
            Set.of("runAsNonRoot", "runAsUser", "runAsGroup", "fsGroup", "fsGroupChangePolicy", "seccompProfile");

    private static final Set<String> OF_CONTAINER =
            Set.of("allowPrivilegeEscalation", "readOnlyRootFilesystem", "drop");

    private PodSpecOwners() {}

    /**
     * Whether a person's command line owns any: kubectl edit, set, patch, apply, or rollout undo, which brings back what an
     * older revision had.
     */
    static boolean isKubectlAmong(Deployment live) {
        return live.getMetadata().getManagedFields().stream().anyMatch(PodSpecOwners::isTakenBack);
    }

    /** Whether the entry's share of the pods' spec is taken back. */
    public static boolean isTakenBack(ManagedFieldsEntry entry) {
        var manager = String.valueOf(entry.getManager());
        return (manager.equals(KUBECTL) || manager.startsWith(KUBECTL + "-"))
                && entry.getSubresource() == null
                && !podSpec(entry).isEmpty();
    }

    /** What is to be told of the others: fields with which the pods may do more than the operator vouches for. */
    static Optional<Warning.Advice> weakening(Deployment live, RunnerSpec spec) {
        var found = new TreeMap<String, Set<String>>();
        for (var entry : live.getMetadata().getManagedFields()) {
            if (!FieldManagers.isOurs(entry) && !isTakenBack(entry)) {
                var pod = live.getSpec().getTemplate().getSpec();
                found.computeIfAbsent("field manager " + FieldManagers.name(entry), name -> new TreeSet<>())
                        .addAll(weakening(podSpec(entry), pod, containers(spec)));
            }
        }
        found.values().removeIf(Set::isEmpty);
        return found.isEmpty() ? Optional.empty() : Optional.of(advice(live, found));
    }

    private static Warning.Advice advice(Deployment live, Map<String, Set<String>> found) {
        var what = found.entrySet().stream()
                .map(entry -> entry.getKey() + " has set " + FieldManagers.fields(List.copyOf(entry.getValue())))
                .collect(joining(", "));
        var name = live.getMetadata().getName();
        return new Warning.Advice(
                Reason.ForeignPodFields,
                new Problem(
                        "Deployment " + name + ": " + what,
                        "the operator does not vouch for what the pods may do with it",
                        "take it out where it was put in, or delete the Deployment, which is then created anew"));
    }

    private static List<String> weakening(JsonNode owned, PodSpec pod, Set<String> ours) {
        var fields = new ArrayList<String>();
        HOST.forEach((field, value) -> {
            if (owned.has("f:" + field) && Boolean.TRUE.equals(value.apply(pod))) {
                fields.add(field);
            }
        });
        securityContext(owned, OF_POD).forEach(field -> fields.add("securityContext." + field));
        for (var list : CONTAINERS) {
            owned.path("f:" + list).properties().forEach(element -> {
                var name = containerName(element.getKey());
                if (name.isPresent() && !ours.contains(name.get())) {
                    fields.add("container " + FieldManagers.plain(name.get()));
                } else if (name.isPresent()) {
                    securityContext(element.getValue(), OF_CONTAINER)
                            .forEach(field -> fields.add(
                                    "securityContext." + field + " of container " + FieldManagers.plain(name.get())));
                }
            });
        }
        return fields;
    }

    /** Capabilities are the only ones that matter one by one. */
    private static Stream<String> securityContext(JsonNode owner, Set<String> ours) {
        var context = owner.path("f:securityContext");
        return Stream.concat(names(context), names(context.path("f:capabilities")))
                .filter(field -> !field.equals("capabilities") && !ours.contains(field));
    }

    private static Stream<String> names(JsonNode owned) {
        return owned.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("f:"))
                .map(key -> FieldManagers.plain(key.substring("f:".length())));
    }

    /** Of {@code k:{"name":"proxy"}}. */
    private static Optional<String> containerName(String key) {
        if (!key.startsWith("k:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    JSON.readTree(key.substring("k:".length())).path("name").asText());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Set<String> containers(RunnerSpec spec) {
        return Stream.concat(
                        Stream.of(Names.CONTAINER),
                        Stream.of(
                                        spec.template().initContainers(),
                                        spec.template().sidecars())
                                .flatMap(List::stream)
                                .map(Container::getName))
                .collect(toSet());
    }

    private static JsonNode podSpec(ManagedFieldsEntry entry) {
        return JSON.valueToTree(entry.getFieldsV1()).at(POD_SPEC_POINTER);
    }
}
