package ai.stigmer.agentrunner.model.simulation;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.render.RenderingRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/** What must hold of a world once nothing goes wrong any more. */
final class Verdict {

    private static final int MOST_LINES = 12;

    private Verdict() {}

    /** It comes to rest, where an operator that knows nothing but the AgentRunner and the strangers would bring it. */
    static void ofSpec(World world) {
        world.end();
        if (hasLeavingClaim(world)) {
            return;
        }
        var afresh = new World(Budget.NONE, List.of(), false, revision(world));
        for (var object : world.server.all()) {
            if (object.foreign) {
                afresh.server.create(object.key, object.tree, "user", true);
            }
        }
        afresh.end();
        same("made afresh", EndState.ofSpec(afresh.server), EndState.ofSpec(world.server));
    }

    /** Where the operator was upgraded, when the pods were replaced last decides. */
    private static RenderingRevision revision(World world) {
        return world.server
                .get(new Key("Deployment", World.NAME))
                .map(deployment -> RenderingRevision.of(deployment.as(Deployment.class), RenderingRevision.CURRENT))
                .orElse(RenderingRevision.CURRENT);
    }

    /** It comes to rest, where it would be had nothing gone wrong while the same users did the same. */
    static void ofHistory(World world, Iterable<String> beginning) {
        world.end();
        var undisturbed = new World(new Budget(0, 0, 0, Integer.MAX_VALUE), List.of(), true);
        beginning.forEach(edit -> Edits.named(edit).act().accept(undisturbed.server));
        world.edited().forEach(edit -> undisturbed.edit(Edits.named(edit)));
        undisturbed.end();
        if (hasLeavingClaim(undisturbed)) {
            return;
        }
        same("undisturbed", EndState.of(undisturbed.server), EndState.of(world.server));
    }

    /** A claim that somebody deleted stays until the pods go, which a person must see to. */
    private static boolean hasLeavingClaim(World world) {
        return world.server.all("PersistentVolumeClaim").stream().anyMatch(Stored::isLeaving);
    }

    private static void same(String otherwise, String expected, String found) {
        if (!expected.equals(found)) {
            throw new Violation("the end state isn't the one " + otherwise + ":" + less("-", expected, found)
                    + less("+", found, expected));
        }
    }

    private static String less(String sign, String of, String other) {
        var others = other.lines().toList();
        return of.lines()
                .filter(line -> !others.contains(line))
                .limit(MOST_LINES)
                .map(line -> "\n  " + sign + " " + line)
                .collect(joining());
    }
}
