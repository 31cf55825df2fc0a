package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.ApiDefaults;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.Pluralize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Objects with uids, versions and generations, server-side apply with its field owners, and a watch for each kind.
 * Versions count up for each name: nothing compares those of different objects.
 */
public final class SimulatedApiServer {
    /** 1 is what an apply carries that must create; no object ever has it. */
    private static final int BEFORE_FIRST_VERSION = 1;

    /** Of these kinds the operator reads when they were made. */
    private static final Set<String> CREATED = Set.of("AgentRunner", "Job");

    private final Map<Key, Stored> objects = new TreeMap<>();
    private final Map<Key, Integer> versions = new HashMap<>();
    private final Map<Key, Integer> uids = new HashMap<>();
    private final Map<String, List<Event>> events = new TreeMap<>();
    /** The uids of all objects that there ever were. */
    private final List<String> made = new ArrayList<>();

    private final BiFunction<Key, Integer, String> newUid;
    /** Whether admission leaves room for nothing new. */
    boolean quotaExceeded;

    SimulatedApiServer() {
        this((key, number) -> key.name() + "-" + key.kind() + "-" + number);
    }

    /**
     * Empty.
     *
     * @param uids names the uid of the nth object of a key
     */
    public SimulatedApiServer(BiFunction<Key, Integer, String> uids) {
        this.newUid = uids;
    }

    public SimulatedApiServer(SimulatedApiServer other) {
        newUid = other.newUid;
        objects.putAll(other.objects);
        versions.putAll(other.versions);
        uids.putAll(other.uids);
        made.addAll(other.made);
        other.events.forEach((kind, list) -> events.put(kind, new ArrayList<>(list)));
        quotaExceeded = other.quotaExceeded;
    }

    public Optional<Stored> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    List<Stored> all(String kind) {
        return objects.values().stream()
                .filter(object -> object.key.kind().equals(kind))
                .toList();
    }

    public List<Stored> all() {
        return List.copyOf(objects.values());
    }

    /** Whether the first of two objects, which may be gone, was made before the second. */
    boolean isOlder(String uid, String other) {
        return made.indexOf(uid) < made.indexOf(other);
    }

    boolean exists(String uid) {
        return objects.values().stream().anyMatch(object -> object.uid().equals(uid));
    }

    /** All that a watch of the kind has told since the beginning. */
    List<Event> events(String kind) {
        return events.getOrDefault(kind, List.of());
    }

    /** Makes an object, as anybody but an applier does. */
    Stored create(Key key, ObjectNode tree, String manager, boolean foreign) {
        if (objects.containsKey(key)) {
            throw new ApiFailure(409, key + " already exists");
        }
        return insert(key, tree.deepCopy(), Map.of(manager, Fields.of(tree)), foreign);
    }

    /** Changes an object, as anybody but an applier does: who changes a field owns it alone. */
    public Stored update(Key key, String manager, Consumer<ObjectNode> change) {
        var live = existing(key);
        var tree = live.tree.deepCopy();
        change.accept(tree);
        Validation.check(key, live.tree, tree);
        var after = Fields.of(tree);
        var changed = after.stream()
                .filter(path -> !Fields.at(tree, path).equals(Fields.at(live.tree, path)))
                .collect(Collectors.toSet());
        var owners = new TreeMap<String, Set<String>>();
        live.owners.forEach((other, paths) -> {
            var kept = new HashSet<>(paths);
            kept.retainAll(after);
            kept.removeAll(changed);
            owners.put(other, kept);
        });
        owners.computeIfAbsent(manager, m -> new HashSet<>()).addAll(changed);
        return replace(live, tree, owners, live.foreign);
    }

    /** How the API server begins: {@code deployments.apps "demo" is forbidden: }. */
    private static String forbidden(Key key, ObjectNode object) {
        var apiVersion = object.path("apiVersion").asText();
        var group = apiVersion.contains("/") ? "." + apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        return Pluralize.toPlural(key.kind().toLowerCase(Locale.ROOT)) + group + " \"" + key.name()
                + "\" is forbidden: ";
    }

    /** Makes an object read so, whatever it was, even where no API server would take it. */
    public Stored overwrite(Key key, ObjectNode tree) {
        var live = Optional.ofNullable(objects.get(key));
        ((ObjectNode) tree.get("metadata")).put("resourceVersion", nextVersion(key));
        var owners = new TreeMap<>(live.map(object -> object.owners).orElse(Map.of()));
        live.ifPresent(object -> owners.replaceAll((manager, paths) -> paths.stream()
                .filter(path -> Fields.at(object.tree, path).equals(Fields.at(tree, path)))
                .collect(Collectors.toSet())));
        return put(new Stored(key, tree, owners, live.isEmpty() || live.get().foreign));
    }

    /** Says of an object that it isn't the operator's any more. */
    void giveAway(Key key, Consumer<ObjectNode> change) {
        var changed = update(key, "stranger", change);
        objects.put(key, new Stored(key, changed.tree, changed.owners, true));
    }

    /** Server-side apply, forced. */
    public Stored apply(Key key, ObjectNode applied, String manager, boolean mustCreate) {
        var desired = applied.deepCopy();
        var metadata = (ObjectNode) desired.get("metadata");
        var uid = Optional.ofNullable(metadata.remove("uid"));
        var live = objects.get(key);
        if (live == null) {
            if (uid.isPresent()) {
                throw new ApiFailure(409, "Precondition failed: uid of " + key + ", which is not there");
            }
            if (quotaExceeded) {
                throw new ApiFailure(403, forbidden(key, desired) + "exceeded quota: small");
            }
            return insert(key, desired, Map.of(manager, Fields.of(desired)), false);
        }
        if (mustCreate) {
            throw new ApiFailure(409, "the object has been modified: " + key);
        }
        if (uid.isPresent() && !uid.get().asText().equals(live.uid())) {
            throw new ApiFailure(422, "metadata.uid: Invalid value: field is immutable", "metadata.uid");
        }
        return merge(live, desired, manager);
    }

    private Stored merge(Stored live, ObjectNode desired, String manager) {
        var tree = live.tree.deepCopy();
        var owned = Fields.of(desired);
        // An element before what is in it: without its key it would not be found.
        for (var path : new TreeSet<>(live.owners.getOrDefault(manager, Set.of()))) {
            if (!owned.contains(path) && isNobodyElses(path, manager, live)) {
                Fields.remove(tree, path);
            }
        }
        Fields.merge(tree, desired);
        ApiDefaults.fill(live.key.kind(), tree);
        Validation.check(live.key, live.tree, tree);
        var owners = new TreeMap<String, Set<String>>();
        live.owners.forEach((other, paths) -> owners.put(
                other,
                paths.stream()
                        .filter(path -> !owned.contains(path)
                                || Fields.at(live.tree, path).equals(Fields.at(tree, path)))
                        .collect(Collectors.toSet())));
        owners.put(manager, owned);
        return replace(live, tree, owners, false);
    }

    /** An element stays as long as anybody owns anything in it. */
    private static boolean isNobodyElses(String path, String manager, Stored live) {
        return live.owners.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(manager))
                .flatMap(entry -> entry.getValue().stream())
                .noneMatch(other -> other.equals(path) || (path.endsWith("]") && other.startsWith(path)));
    }

    /** Makes the operator the owner of what kubectl owns in the spec of a Deployment's pods. */
    public Stored takeOver(Key key) {
        var live = existing(key);
        var tree = live.tree.deepCopy();
        if (tree.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(Annotations.APPLIED);
        }
        var owners = new TreeMap<String, Set<String>>();
        live.owners.forEach((manager, paths) -> paths.forEach(path -> owners.computeIfAbsent(
                        manager.startsWith("kubectl") && Fields.isOfPodSpec(path) ? Write.OPERATOR : manager,
                        owner -> new HashSet<>())
                .add(path)));
        return replace(live, tree, owners, live.foreign);
    }

    /** Deletes an object; a claim that pods use stays until they are gone. */
    void delete(Key key) {
        var live = existing(key);
        if (key.kind().equals("Pod") || (key.kind().equals("PersistentVolumeClaim") && isUsed(key.name()))) {
            if (!live.isLeaving()) {
                update(key, "kube-apiserver", tree -> ((ObjectNode) tree.get("metadata"))
                        .put("deletionTimestamp", "2026-01-01T12:00:00Z"));
            }
        } else {
            remove(key);
        }
    }

    /** Pods that wait to be scheduled don't keep a claim that is being deleted. */
    boolean isUsed(String claim) {
        return pods(claim).anyMatch(pod -> pod.tree.path("status").has("containerStatuses"));
    }

    boolean isWanted(String claim) {
        return pods(claim).findAny().isPresent();
    }

    private Stream<Stored> pods(String claim) {
        return all("Pod").stream()
                .filter(pod -> pod.tree.at("/spec/volumes").valueStream().anyMatch(volume -> volume.at(
                                "/persistentVolumeClaim/claimName")
                        .asText()
                        .equals(claim)));
    }

    /** Takes it out at once. */
    public void remove(Key key) {
        var live = existing(key);
        objects.remove(key);
        var last = live.tree.deepCopy();
        ((ObjectNode) last.get("metadata")).put("resourceVersion", nextVersion(key));
        tell(new Event(new Stored(key, last, live.owners, live.foreign), true));
    }

    private Stored existing(Key key) {
        return get(key).orElseThrow(() -> new ApiFailure(404, key + " not found"));
    }

    private Stored insert(Key key, ObjectNode tree, Map<String, Set<String>> owners, boolean foreign) {
        var metadata = (ObjectNode) tree.get("metadata");
        var uid = newUid.apply(key, uids.merge(key, 1, Integer::sum));
        made.add(uid);
        metadata.put("uid", uid);
        metadata.put("generation", 1);
        if (CREATED.contains(key.kind())) {
            metadata.put("creationTimestamp", World.START.toString());
        }
        metadata.put("resourceVersion", nextVersion(key));
        ApiDefaults.fill(key.kind(), tree);
        Validation.check(key, tree, tree);
        return put(new Stored(key, tree, new LinkedHashMap<>(owners), foreign));
    }

    private Stored replace(Stored live, ObjectNode tree, Map<String, Set<String>> owners, boolean foreign) {
        owners.values().removeIf(Set::isEmpty);
        if (tree.equals(live.tree) && owners.equals(live.owners)) {
            return live;
        }
        var metadata = (ObjectNode) tree.get("metadata");
        if (!tree.path("spec").equals(live.tree.path("spec")) || isDeleted(live, tree)) {
            metadata.put("generation", live.generation() + 1);
        }
        metadata.put("resourceVersion", nextVersion(live.key));
        return put(new Stored(live.key, tree, owners, foreign));
    }

    /** Its deletion counts as a change of an object (k8s.io/apiserver/pkg/registry/rest, BeforeDelete). */
    private static boolean isDeleted(Stored live, ObjectNode tree) {
        return !live.isLeaving() && tree.at("/metadata/deletionTimestamp").isTextual();
    }

    private Stored put(Stored object) {
        objects.put(object.key, object);
        tell(new Event(object, false));
        return object;
    }

    private void tell(Event event) {
        events.computeIfAbsent(event.object().key.kind(), kind -> new ArrayList<>())
                .add(event);
    }

    private String nextVersion(Key key) {
        return "" + (BEFORE_FIRST_VERSION + versions.merge(key, 1, Integer::sum));
    }

    void digest(StringBuilder text) {
        objects.values().forEach(object -> text.append(object.digest()));
        text.append(quotaExceeded).append(new TreeMap<>(versions)).append(new TreeMap<>(uids));
    }
}
