package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sees everything, and cries where something happens that must never happen. */
final class InvariantChecker {
    static final Key CLAIM = new Key("PersistentVolumeClaim", World.NAME + "-workspace");

    private final SimulatedApiServer server;
    /** Generations, with the AgentRunner's uid, that the status once called Ready. */
    private final Set<String> toldReady;
    /** The version of each object that the operator must know of: it was told of it, or listed it at its start. */
    private final Map<Key, Long> known;

    InvariantChecker(SimulatedApiServer server) {
        this.server = server;
        toldReady = new TreeSet<>();
        known = new TreeMap<>();
    }

    InvariantChecker(InvariantChecker other, SimulatedApiServer server) {
        this.server = server;
        toldReady = new TreeSet<>(other.toldReady);
        known = new TreeMap<>(other.known);
    }

    void operatorStarts() {
        known.clear();
        server.all().forEach(object -> known.put(object.key, object.version()));
    }

    void writeWasAcknowledged(Key key) {
        server.get(key).ifPresent(object -> known.put(key, object.version()));
    }

    /** For an AgentRunner that is known to be deleted nothing is made; a build may still lose its turn. */
    static void mayBeWritten(Write write, AgentRunner runner) {
        if (runner.getMetadata().getDeletionTimestamp() != null
                && !write.manager().equals(Write.QUEUE)) {
            throw new Violation("the operator writes " + write.object().getKind() + " "
                    + write.object().getMetadata().getName() + " for an AgentRunner that is being deleted");
        }
    }

    /**
     * The operator wrote an object.
     *
     * @param cached what it knew
     * @param manager of the fields
     * @param owner the uid of the AgentRunner it did it for
     */
    void isWritten(Optional<Stored> before, Stored after, Optional<Stored> cached, String manager, String owner) {
        if (before.isEmpty()) {
            isNotBuiltAgain(after, owner);
            return;
        }
        if (!wasTakenAwayUnseen(before.get(), cached)) {
            isOwn(before.get(), owner);
        }
        // Replicas that were handed over just before a crash are handed over again: nothing tells.
        if (manager.equals(Write.OPERATOR)
                && after.version() == before.get().version()
                && cached.map(Stored::version).equals(Optional.of(after.version()))) {
            throw new Violation("the operator writes " + after.key + " though it is as it should be");
        }
    }

    /**
     * Somebody took our object away and the watch has yet to tell: it has the uid that the operator knows, so that a write
     * under way takes it back.
     */
    private static boolean wasTakenAwayUnseen(Stored object, Optional<Stored> cached) {
        return object.foreign
                && cached.filter(known -> !known.foreign && known.uid().equals(object.uid()))
                        .isPresent();
    }

    /** The same inputs never make a Job twice, as long as the status tells of the first. */
    private void isNotBuiltAgain(Stored made, String owner) {
        if (!made.key.kind().equals("Job")) {
            return;
        }
        var build = server.get(World.RUNNER)
                .filter(runner -> runner.uid().equals(owner))
                .map(runner -> runner.tree.at("/status/build"))
                .orElseGet(MissingNode::getInstance);
        var isKnown = Stream.concat(Stream.of(build), build.path("history").valueStream())
                .anyMatch(known -> known.path("name").asText().equals(made.key.name())
                        && known.path("phase").asText().equals("Succeeded"));
        if (isKnown) {
            throw new Violation("the operator makes " + made.key + ", which was built already");
        }
    }

    /** The last good image stays until there is a better one, which is of what was asked for. */
    private static void keepsItsImage(Stored runner, Optional<Stored> live, ObjectNode status) {
        var last =
                live.map(known -> known.tree.at("/status/build/image").asText()).orElse("");
        var image = status.at("/build/image").asText();
        var mayBeNew = status.at("/build/phase").asText().equals("Succeeded");
        if (!image.equals(last) && !(mayBeNew && JobController.image(runner).equals(Optional.of(image)))) {
            throw new Violation("status.build.image is " + image + ", and was " + last);
        }
    }

    /** What was refused in a reconcile is sent by a later one. */
    void isNotRefusedYet(Key key, Observed observed) {
        if (observed.rejections().stream()
                .anyMatch(rejection -> key.equals(new Key(rejection.kind(), rejection.name())))) {
            throw new Violation("the operator sends " + key + " again, which was refused in the same reconcile");
        }
    }

    void isDeleted(Stored object, String owner) {
        isOwn(object, owner);
        if (object.key.kind().equals("PersistentVolumeClaim")) {
            throw new Violation("the operator deletes " + object.key);
        }
    }

    private static void isOwn(Stored object, String owner) {
        if (object.foreign) {
            throw new Violation("the operator writes " + object.key + ", which is somebody else's");
        }
        if (object.controller().filter(uid -> !uid.equals(owner)).isPresent()) {
            throw new Violation("the operator writes " + object.key + ", which is another AgentRunner's");
        }
    }

    /** A claim goes with its owner only where retention was Delete and nobody could rely on anything else. */
    void isCollected(Stored object) {
        if (!object.key.kind().equals("PersistentVolumeClaim")) {
            return;
        }
        var owner = object.controller().orElse("");
        if (server.isOlder(object.uid(), owner) && !wasAllowedToGo(object)) {
            throw new Violation(object.key + " is deleted with an AgentRunner that found it there");
        }
        var mayGo = false;
        for (var generation : generations(owner)) {
            if (keepsClaim(generation)) {
                mayGo &= !toldReady.contains(owner + "@" + generation.generation());
            } else if (hasClaim(generation)) {
                mayGo = true;
            }
        }
        if (!mayGo) {
            throw new Violation(object.key + " is deleted though it was to be kept");
        }
    }

    private boolean wasAllowedToGo(Stored claim) {
        return versions(claim.key.kind(), claim.uid()).anyMatch(version -> version.tree
                .at("/metadata/annotations")
                .path(Wanted.ALLOW_DELETE)
                .asBoolean());
    }

    private Stream<Stored> versions(String kind, String uid) {
        return server.events(kind).stream().map(Event::object).filter(object -> object.uid()
                .equals(uid));
    }

    private List<Stored> generations(String uid) {
        var generations = new TreeMap<Long, Stored>();
        server.events("AgentRunner").stream()
                .map(Event::object)
                .filter(runner -> runner.uid().equals(uid))
                .forEach(runner -> generations.putIfAbsent(runner.generation(), runner));
        return List.copyOf(generations.values());
    }

    static boolean hasClaim(Stored runner) {
        var workspace = runner.tree.at("/spec/workspace");
        return !workspace.has("ephemeral") && !workspace.has("existingClaim");
    }

    private static boolean keepsClaim(Stored runner) {
        return hasClaim(runner)
                && !runner.tree.at("/spec/workspace/claim/retention").asText().equals("Delete");
    }

    private Stored version(ObjectMeta seen) {
        return server.events("AgentRunner").stream()
                .map(Event::object)
                .filter(object -> object.uid().equals(seen.getUid())
                        && object.version() == Long.parseLong(seen.getResourceVersion()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A build begins only where there is room.
     *
     * @param others of other AgentRunners under way, as far as the operator was told
     */
    void isAdmitted(Key job, long others, int maxConcurrent) {
        if (others >= maxConcurrent) {
            throw new Violation("the operator makes " + job + " while " + others + " builds of others run");
        }
    }

    /** A build is suspended only where no node takes its pod, and another waits. */
    void mayLoseItsTurn(Stored job, boolean mayAnotherWait) {
        if (!JobController.isUnschedulable(job) || !mayAnotherWait) {
            throw new Violation("the operator suspends " + job.key + " though nobody needs its turn");
        }
    }

    /** A status is about to be written for an AgentRunner as the operator sees it. */
    void statusIsWritten(Key key, ObjectMeta seen, ObjectNode status) {
        var runner = version(seen);
        if (status.path("observedGeneration").asLong() != runner.generation()) {
            throw new Violation("the status is about another generation than the one that was looked at");
        }
        if (server.get(key)
                .filter(live -> live.version() == runner.version() && status.equals(live.tree.get("status")))
                .isPresent()) {
            throw new Violation("the operator writes the status that there is");
        }
        keepsItsImage(runner, server.get(key).filter(live -> live.uid().equals(runner.uid())), status);
        if (!Story.ready(status).startsWith("True")) {
            return;
        }
        var spec = new Wanted(runner);
        once(new Key("Deployment", World.NAME), spec::isRolledOut);
        if (hasClaim(runner)) {
            once(CLAIM, spec::isKeptAsAsked);
        }
        if (spec.hasPolicy()) {
            once(new Key("NetworkPolicy", World.NAME), spec::owns);
        }
        if (spec.hasBudget()) {
            once(new Key("PodDisruptionBudget", World.NAME), spec::owns);
        }
        toldReady.add(runner.uid() + "@" + runner.generation());
    }

    /** The operator may be behind, but not further than what it was told itself. */
    private void once(Key key, Predicate<Stored> asWanted) {
        long since = known.getOrDefault(key, 0L);
        var seen = server.events(key.kind()).stream()
                .filter(event -> !event.gone())
                .map(Event::object)
                .filter(object -> object.key.equals(key) && object.version() >= since);
        if (seen.noneMatch(asWanted)) {
            throw new Violation("the status says Ready though " + key + " never was as asked for");
        }
    }

    void digest(StringBuilder text) {
        text.append(toldReady).append(known);
        for (var runner : server.events("AgentRunner")) {
            text.append(runner.object().uid()).append(hasClaim(runner.object())).append(keepsClaim(runner.object()));
        }
        server.get(CLAIM).ifPresent(claim -> text.append(wasAllowedToGo(claim))
                .append(server.get(World.RUNNER).map(runner -> server.isOlder(claim.uid(), runner.uid()))));
        for (var event : server.events("Deployment")) {
            if (event.object().version() >= known.getOrDefault(event.object().key, 0L)) {
                text.append(event.object().digest());
            }
        }
    }
}
