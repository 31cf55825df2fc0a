package ai.stigmer.agentrunner.operator.install;

import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import ai.stigmer.agentrunner.operator.testkit.Rights;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What the objects of an installation come to, each by kind, namespace and name. It makes no difference how they are
 * labelled and ordered, whether a value is written that would be so anyway, and by how many Roles a right is given.
 */
final class NormalizedManifests {
    /** The chart's own label, in selectors too. */
    private static final String INSTANCE = "app.kubernetes.io/instance";

    private static final String AGGREGATION = "rbac.authorization.k8s.io/";

    private final SortedMap<String, String> roles = new TreeMap<>();
    private final SortedMap<String, String> all = new TreeMap<>();

    private NormalizedManifests() {}

    static SortedMap<String, String> of(String yaml) {
        var objects = Helm.objects(yaml).stream()
                .filter(NormalizedManifests::isInstalled)
                .toList();
        var normalized = new NormalizedManifests();
        objects.forEach(normalized::addRole);
        normalized.all.putAll(normalized.roles);
        objects.forEach(normalized::addOther);
        return normalized.all;
    }

    /** Helm makes no namespaces, and its tests' objects come and go. */
    private static boolean isInstalled(JsonNode object) {
        return !object.path("kind").asText().equals("Namespace")
                && !object.at("/metadata/annotations").has("helm.sh/hook");
    }

    private void addRole(JsonNode object) {
        if (object.path("kind").asText().endsWith("Role")) {
            roles.put(name(object), rights(object) + aggregation(object));
        }
    }

    private void addOther(JsonNode object) {
        switch (object.path("kind").asText()) {
            case "Role", "ClusterRole" -> {}
            case "RoleBinding", "ClusterRoleBinding" -> addBinding(object);
            case "Deployment" -> all.put(name(object), deployment(object));
            default -> all.put(name(object), fields(object));
        }
    }

    /** Takes the place of its Role: with a ClusterRole it gives the same rights in its namespace. */
    private void addBinding(JsonNode binding) {
        var namespace = binding.at("/metadata/namespace").asText();
        var reference = binding.path("roleRef");
        var isNamespaced = reference.path("kind").asText().equals("Role");
        var role = reference.path("kind").asText() + " " + (isNamespaced ? namespace : "") + " "
                + reference.path("name").asText();
        all.remove(role);
        all.put(name(binding), sorted(binding.path("subjects")) + " may " + roles.get(role));
    }

    private static String name(JsonNode object) {
        var metadata = object.path("metadata");
        return object.path("kind").asText() + " " + metadata.path("namespace").asText() + " "
                + metadata.path("name").asText();
    }

    private static SortedSet<String> rights(JsonNode role) {
        var rights = new TreeSet<String>();
        for (var rule : role.path("rules")) {
            for (var group : rule.path("apiGroups")) {
                for (var resource : rule.path("resources")) {
                    for (var verb : rule.path("verbs")) {
                        rights.add(Rights.right(verb.asText(), resource.asText(), group.asText()) + " "
                                + sorted(rule.path("resourceNames")));
                    }
                }
            }
        }
        return rights;
    }

    /** The labels that make a ClusterRole a part of others. */
    private static String aggregation(JsonNode role) {
        var labels = new TreeMap<String, String>();
        role.at("/metadata/labels").propertyStream().forEach(label -> {
            if (label.getKey().startsWith(AGGREGATION)) {
                labels.put(label.getKey(), label.getValue().asText());
            }
        });
        return labels.toString();
    }

    private static String deployment(JsonNode object) {
        var deployment = object.deepCopy();
        ((ObjectNode) deployment.at("/spec/template")).remove("metadata");
        var container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.putIfAbsent("imagePullPolicy", container.textNode("IfNotPresent"));
        if (container.path("name").asText().equals("operator")) {
            container.put("args", settings(container.path("args")));
        }
        return fields(deployment);
    }

    private static String fields(JsonNode object) {
        var fields = (ObjectNode) object.deepCopy();
        fields.remove("metadata");
        return sorted(fields);
    }

    /** The same text for the same content, in whichever order it was written. */
    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, String>();
            node.propertyStream().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            fields.remove(INSTANCE);
            return fields.toString();
        }
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(NormalizedManifests::sorted)
                        .toList()
                        .toString()
                : node.asText();
    }

    /** What the operator understands of these flags. */
    private static String settings(JsonNode arguments) {
        var flags = StreamSupport.stream(arguments.spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
        return switch (new SettingsReader("test").read(flags, Map.of())) {
            case Invocation.Run(var config) -> config.describe();
            case Invocation.Print(var text) -> throw new AssertionError(text);
        };
    }
}
