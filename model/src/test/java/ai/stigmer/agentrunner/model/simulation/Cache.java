package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.model.status.PodChange;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One watch's cache and beside it the replies to our own writes, with the rules of JOSDK 5.2 (InformerEventSource and
 * TemporaryResourceCache): a reply counts until the watch has told as much, and what only tells of a reply wakes nobody.
 */
final class Cache {
    private static final String LABEL = "stigmer.ai/agentrunner";

    private final String kind;
    private final Map<Key, Stored> seen = new TreeMap<>();
    private final Map<Key, Stored> replies = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private int next;

    Cache(String kind) {
        this.kind = kind;
    }

    Cache(Cache other) {
        this(other.kind);
        seen.putAll(other.seen);
        replies.putAll(other.replies);
        gone.addAll(other.gone);
        next = other.next;
    }

    Optional<Stored> get(Key key) {
        return Optional.ofNullable(replies.get(key)).or(() -> Optional.ofNullable(seen.get(key)));
    }

    Stream<Stored> all() {
        return seen.values().stream();
    }

    boolean isBehind(SimulatedApiServer server) {
        return next < server.events(kind).size();
    }

    /** Whether it has yet to be told of a deletion, or of what came after one. */
    boolean isBehindADeletion(SimulatedApiServer server) {
        var all = server.events(kind);
        return isBehind(server)
                && all.subList(Math.max(0, next - 1), all.size()).stream().anyMatch(Event::gone);
    }

    /** Takes the next event; says whether the AgentRunner is to be reconciled. */
    boolean deliver(SimulatedApiServer server, RunnerStates states) {
        next++;
        return repeat(server, states);
    }

    boolean hasTold() {
        return next > 0;
    }

    /** Takes the last event once more. It is never an older one: a watch resumes where it broke off. */
    boolean repeat(SimulatedApiServer server, RunnerStates states) {
        var event = server.events(kind).get(next - 1);
        return (event.gone() || !isSelected(event.object())) ? lose(event.object()) : take(event.object(), states);
    }

    /** Lists everything: what happened in between is never told. Says whether the AgentRunner is to be reconciled. */
    boolean list(SimulatedApiServer server, RunnerStates states) {
        var wakes = false;
        for (var object : server.all(kind)) {
            if (isSelected(object)) {
                wakes |= take(object, states);
            }
        }
        for (var old : List.copyOf(seen.values())) {
            if (server.get(old.key).filter(this::isSelected).isEmpty()) {
                wakes |= lose(old);
            }
        }
        next = server.events(kind).size();
        return wakes;
    }

    /** Takes the API server's reply to a write. */
    void replied(Stored object) {
        var known = get(object.key);
        if (known.isEmpty()
                ? !gone.contains(object.uid())
                : object.version() > known.get().version()) {
            replies.put(object.key, object);
        } else if (known.isPresent()) {
            replies.remove(object.key);
        }
    }

    /** The same of an AgentRunner's status: the SDK doesn't compare versions there, it is the next if nothing came between. */
    void replied(Stored object, Stored before) {
        if (get(object.key).filter(known -> known.version() == before.version()).isPresent()) {
            replies.put(object.key, object);
        } else {
            replies.remove(object.key);
        }
    }

    private boolean take(Stored object, RunnerStates states) {
        var before = seen.put(object.key, object);
        var reply = replies.get(object.key);
        var isNews = reply == null || reply.version() < object.version();
        if (reply != null && (reply.version() <= object.version() || kind.equals("AgentRunner"))) {
            replies.remove(object.key);
        }
        if (kind.equals("Job") && !isOfRunner(object)) {
            return false;
        }
        var isTwice = before != null && before.version() == object.version();
        return switch (kind) {
            case "AgentRunner" -> isWorthReconciling(before, object, states);
            case "Pod" -> !isTwice && matters(before, object);
            default -> isNews && !isTwice;
        };
    }

    private static boolean matters(@Nullable Stored before, Stored after) {
        var pod = after.as(Pod.class);
        return before == null ? PodChange.matters(pod) : PodChange.matters(before.as(Pod.class), pod);
    }

    private static boolean isWorthReconciling(@Nullable Stored before, Stored after, RunnerStates states) {
        return before == null || states.isWorthReconciling(before.as(AgentRunner.class), after.as(AgentRunner.class));
    }

    private boolean lose(Stored object) {
        var known = seen.remove(object.key);
        if (known == null) {
            return false;
        }
        gone.add(known.uid());
        var reply = replies.get(object.key);
        if (reply != null && (reply.version() <= object.version() || kind.equals("AgentRunner"))) {
            replies.remove(object.key);
        }
        return !kind.equals("AgentRunner") && !(kind.equals("Job") && !isOfRunner(object));
    }

    private static boolean isOfRunner(Stored object) {
        return object.tree.path("metadata").path("labels").path(LABEL).asText().equals(World.NAME);
    }

    private boolean isSelected(Stored object) {
        return kind.equals("AgentRunner")
                || kind.equals("ConfigMap")
                || object.tree.path("metadata").path("labels").has(LABEL);
    }

    void digest(StringBuilder text, SimulatedApiServer server) {
        seen.values().forEach(object -> text.append(object.digest()));
        text.append('/');
        replies.values().forEach(object -> text.append(object.digest()));
        text.append('/');
        server.events(kind)
                .subList(next, server.events(kind).size())
                .forEach(event -> text.append(event.object().digest()).append(event.gone()));
    }
}
