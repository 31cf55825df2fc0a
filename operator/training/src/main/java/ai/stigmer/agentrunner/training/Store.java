package ai.stigmer.agentrunner.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The objects, and everything that ever happened to them. */
final class Store {
    private final Map<Key, ObjectNode> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private long version = 1;

    /** Which object. The type is the path of its list, e.g. /apis/apps/v1/deployments. */
    record Key(String type, String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    /**
     * One event of a watch.
     *
     * @param what ADDED, MODIFIED or DELETED
     */
    record Change(String what, Key key, ObjectNode object, long version) {
        ObjectNode event() {
            var event = JsonNodeFactory.instance.objectNode().put("type", what);
            event.set("object", object);
            return event;
        }
    }

    synchronized long version() {
        return version;
    }

    synchronized Optional<ObjectNode> get(Key key) {
        return Optional.ofNullable(objects.get(key)).map(ObjectNode::deepCopy);
    }

    synchronized List<ObjectNode> list(String type) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().type().equals(type))
                .map(entry -> entry.getValue().deepCopy())
                .toList();
    }

    synchronized boolean all(String type, Predicate<ObjectNode> condition) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().type().equals(type))
                .allMatch(entry -> condition.test(entry.getValue()));
    }

    /** Stores it, with the metadata that an API server gives; returns what is stored. */
    synchronized ObjectNode put(Key key, ObjectNode object) {
        var before = Optional.ofNullable(objects.get(key));
        var metadata = object.withObject("/metadata");
        metadata.put("name", key.name()).put("namespace", key.namespace());
        metadata.put("resourceVersion", Long.toString(++version));
        var identity = before.map(o -> o.withObject("/metadata"));
        metadata.put("uid", identity.map(m -> m.path("uid").asText()).orElseGet(() -> UUID.randomUUID()
                .toString()));
        metadata.put(
                "creationTimestamp",
                identity.map(m -> m.path("creationTimestamp").asText())
                        .orElseGet(() ->
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        var generation = identity.map(m -> m.path("generation").asLong()).orElse(0L);
        var isNewSpec =
                before.map(o -> !o.path("spec").equals(object.path("spec"))).orElse(true);
        metadata.put("generation", isNewSpec ? generation + 1 : generation);
        objects.put(key, object.deepCopy());
        tell(new Change(before.isPresent() ? "MODIFIED" : "ADDED", key, object.deepCopy(), version));
        return object;
    }

    synchronized void remove(Key key) {
        var object = objects.remove(key);
        if (object != null) {
            object.withObject("/metadata").put("resourceVersion", Long.toString(++version));
            tell(new Change("DELETED", key, object, version));
        }
    }

    /** Hears of everything after a version, what has happened already first, in order and one at a time. */
    synchronized void listen(long after, Consumer<Change> listener) {
        history.stream().filter(change -> change.version() > after).forEach(listener);
        listeners.add(listener);
    }

    private void tell(Change change) {
        history.add(change);
        List.copyOf(listeners).forEach(listener -> listener.accept(change));
    }
}
