package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where a live object is not as desired, by the rules of {@link Comparison}. */
final class Differences {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Differences() {}

    /**
     * A step from an object or a list to what is in it.
     *
     * @param managed as managedFields write it, e.g. {@code f:spec} or {@code k:{"name":"tmp"}}
     * @param shown to people, e.g. {@code .spec} or {@code [tmp]}
     */
    record Step(String managed, String shown) {

        private static Step field(String name) {
            return new Step("f:" + name, "." + name);
        }

        /** An element of a list that is merged by these keys. */
        private static Step element(List<String> keys, JsonNode element) {
            var sorted = new TreeMap<String, JsonNode>();
            keys.stream().filter(element::has).forEach(key -> sorted.put(key, element.get(key)));
            return new Step(
                    "k:" + JSON.<ObjectNode>valueToTree(sorted),
                    sorted.values().stream().map(JsonNode::asText).collect(joining(",", "[", "]")));
        }
    }

    /** From the object to a field. */
    record Path(List<Step> steps) {

        private Path to(Step step) {
            return new Path(Stream.concat(steps.stream(), Stream.of(step)).toList());
        }

        /** E.g. {@code spec.template.spec.containers[agent-runner].image}. */
        @Override
        public String toString() {
            return steps.stream().map(Step::shown).collect(joining()).substring(1);
        }
    }

    /** The desired fields, as deep down as possible, that the live object has otherwise or not at all. */
    static List<Path> of(HasMetadata desired, HasMetadata live) {
        var found = new ArrayList<Path>();
        collect("", new Path(List.of()), JSON.valueToTree(desired), JSON.valueToTree(live), found);
        return found;
    }

    private static void collect(String field, Path path, JsonNode desired, JsonNode live, List<Path> found) {
        if (Comparison.covers(field, desired, live)) {
            return;
        }
        var keys = Comparison.mergeKeys(field, desired);
        if (desired.isObject() && live.isObject()) {
            desired.properties()
                    .forEach(entry -> collectField(field, path, entry.getKey(), entry.getValue(), live, found));
        } else if (keys.isPresent() && live.isArray()) {
            desired.forEach(element -> live.valueStream()
                    .filter(other -> Comparison.sameKey(keys.get(), element, other))
                    .findFirst()
                    .ifPresentOrElse(
                            other -> collect("", path.to(Step.element(keys.get(), other)), element, other, found),
                            () -> found.add(path.to(Step.element(keys.get(), element)))));
        } else {
            found.add(path);
        }
    }

    private static void collectField(
            String parent, Path path, String name, JsonNode desired, JsonNode live, List<Path> found) {
        var to = path.to(Step.field(name));
        if (!Comparison.coversField(parent, name, desired, live.path(name))) {
            var before = found.size();
            collect(name, to, desired, live.path(name), found);
            if (found.size() == before) {
                found.add(to);
            }
        }
    }
}
