package ai.stigmer.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** When each AgentRunner of one scenario was asked for, had its Deployment, was ready or was gone, in nanoseconds. */
final class Lap {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final long generation;
    private final String readyKind;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final Map<String, Long> deployed = new ConcurrentHashMap<>();
    private final Map<String, Long> available = new ConcurrentHashMap<>();
    private final Map<String, Long> ready = new ConcurrentHashMap<>();
    private final Map<String, Long> gone = new ConcurrentHashMap<>();

    /**
     * Nothing seen yet.
     *
     * @param generation that the objects have once they are as asked for
     * @param readyKind the kind of object that says so
     */
    Lap(long generation, String readyKind) {
        this.generation = generation;
        this.readyKind = readyKind;
    }

    void asks(String name) {
        asked.put(name, System.nanoTime());
    }

    void saw(String type, JsonNode object) {
        var now = System.nanoTime();
        var name = object.at("/metadata/name").asText();
        var kind = object.path("kind").asText();
        if (type.equals("DELETED")) {
            if (kind.equals("Deployment")) {
                gone.putIfAbsent(name, now);
            }
            return;
        }
        if (object.at("/metadata/generation").asLong() < generation) {
            return;
        }
        if (kind.equals("Deployment")) {
            deployed.putIfAbsent(name, now);
            if (isReady(kind, object)) {
                available.putIfAbsent(name, now);
            }
        }
        if (kind.equals(readyKind) && isReady(kind, object)) {
            ready.putIfAbsent(name, now);
        }
    }

    static boolean isReady(String kind, JsonNode object) {
        var status = object.path("status");
        var generation = object.at("/metadata/generation").asLong();
        if (kind.equals("Deployment")) {
            var wanted = object.at("/spec/replicas").asInt(1);
            return status.path("observedGeneration").asLong() == generation
                    && status.path("replicas").asInt() == wanted
                    && status.path("updatedReplicas").asInt() == wanted
                    && status.path("availableReplicas").asInt() == wanted;
        }
        return status.path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True")
                        && condition.path("observedGeneration").asLong() == generation);
    }

    void awaitDeployed() {
        await(deployed, "has a Deployment");
    }

    void awaitReady() {
        await(ready, "is ready");
    }

    void awaitGone() {
        await(gone, "is gone");
    }

    Percentiles toDeployment() {
        return Percentiles.of(took(asked, deployed));
    }

    Percentiles toReady() {
        return Percentiles.of(took(asked, ready));
    }

    /** From a Deployment that is available to an AgentRunner that says so. */
    Percentiles availableToReady() {
        var begun = new HashMap<>(available);
        begun.keySet().retainAll(asked.keySet());
        return Percentiles.of(took(begun, ready));
    }

    Percentiles toGone() {
        return Percentiles.of(took(asked, gone));
    }

    /** When the first object was asked for, in {@link System#nanoTime}. */
    long began() {
        return asked.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    /** When the last object became ready, in {@link System#nanoTime}. */
    long lastReady() {
        return ready.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    long deployed(String name) {
        var at = deployed.get(name);
        if (at == null) {
            throw new IllegalStateException(name + " has no Deployment");
        }
        return at;
    }

    private static List<Long> took(Map<String, Long> begun, Map<String, Long> reached) {
        return begun.entrySet().stream()
                .map(entry -> reached.getOrDefault(entry.getKey(), Long.MAX_VALUE) - entry.getValue())
                .toList();
    }

    private void await(Map<String, Long> reached, String what) {
        try {
            Awaitility.await().atMost(LONGEST).pollInterval(BETWEEN_LOOKS).until(() -> reached.keySet()
                    .containsAll(asked.keySet()));
        } catch (ConditionTimeoutException e) {
            var missing = asked.keySet().stream()
                    .filter(name -> !reached.containsKey(name))
                    .sorted()
                    .toList();
            throw new IllegalStateException(
                    "after " + LONGEST.toMinutes() + " minutes not each " + what + ": " + missing, e);
        }
    }
}
