package ai.stigmer.agentrunner.cli.diff;

import static java.util.stream.Collectors.toCollection;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Names;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** For what pods are replaced, in a few words each, e.g. {@code image} or {@code env LOG_LEVEL}. */
final class TemplateChanges {
    /** Lists of a pod whose elements are told apart by their names, and what one of them is called. */
    private static final List<List<String>> NAMED =
            List.of(List.of("initContainers", "init container"), List.of("volumes", "volume"));

    private final List<String> changes = new ArrayList<>();

    private TemplateChanges() {}

    /**
     * Of the template of the pods.
     *
     * @param configMaps whose data changes
     */
    static List<String> of(JsonNode before, JsonNode after, Set<String> configMaps) {
        var found = new TemplateChanges();
        found.containers(before.at("/spec/containers"), after.at("/spec/containers"));
        found.fields(before.path("spec"), after.path("spec"), Set.of("containers", "initContainers", "volumes"));
        for (var list : NAMED) {
            found.elements(
                    list.get(1),
                    before.path("spec").path(list.getFirst()),
                    after.path("spec").path(list.getFirst()));
        }
        found.entries("label", before.at("/metadata/labels"), after.at("/metadata/labels"));
        found.annotations(before.at("/metadata/annotations"), after.at("/metadata/annotations"), configMaps);
        return found.changes;
    }

    private void containers(JsonNode before, JsonNode after) {
        var worker = element(before, Names.CONTAINER);
        var next = element(after, Names.CONTAINER);
        fields(worker, next, Set.of("env"));
        elements("env", worker.path("env"), next.path("env"));
        if (unordered(worker.path("env")).equals(unordered(next.path("env")))
                && !worker.path("env").equals(next.path("env"))) {
            changes.add("the order of env");
        }
        names(before, after).stream()
                .filter(name -> !name.equals(Names.CONTAINER))
                .filter(name -> !element(before, name).equals(element(after, name)))
                .forEach(name -> changes.add("container " + name));
    }

    private void fields(JsonNode before, JsonNode after, Set<String> others) {
        keys(before, after).stream()
                .filter(name -> !others.contains(name))
                .filter(name -> !before.path(name).equals(after.path(name)))
                .forEach(changes::add);
    }

    private void elements(String kind, JsonNode before, JsonNode after) {
        names(before, after).stream()
                .filter(name -> !element(before, name).equals(element(after, name)))
                .forEach(name -> changes.add(kind + " " + name));
    }

    private void entries(String kind, JsonNode before, JsonNode after) {
        keys(before, after).stream()
                .filter(name -> !before.path(name).equals(after.path(name)))
                .forEach(name -> changes.add(kind + " " + name));
    }

    private void annotations(JsonNode before, JsonNode after, Set<String> configMaps) {
        keys(before, after).stream()
                // A hash of all the others.
                .filter(name -> !name.equals(Annotations.TEMPLATE))
                .filter(name -> !before.path(name).equals(after.path(name)))
                .forEach(name -> {
                    if (!name.equals(Annotations.CONFIG)) {
                        changes.add("annotation " + name);
                    } else if (configMaps.isEmpty()) {
                        changes.add("which ConfigMaps are read");
                    } else {
                        configMaps.forEach(configMap -> changes.add("ConfigMap " + configMap));
                    }
                });
    }

    private static Set<String> keys(JsonNode before, JsonNode after) {
        var keys = new TreeSet<String>();
        before.fieldNames().forEachRemaining(keys::add);
        after.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> names(JsonNode before, JsonNode after) {
        return Stream.of(before, after)
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .map(element -> element.path("name").asText())
                .collect(toCollection(TreeSet::new));
    }

    private static Set<JsonNode> unordered(JsonNode list) {
        return Set.copyOf(StreamSupport.stream(list.spliterator(), false).toList());
    }

    private static JsonNode element(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.path("name").asText().equals(name))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }
}
