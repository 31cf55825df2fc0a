package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.output.YamlWriter;
import ai.stigmer.agentrunner.model.NamespacedName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One object before and after an apply.
 *
 * @param before empty: there is none
 * @param after empty: it is deleted
 */
public record ObjectDiff(String kind, NamespacedName name, Optional<ObjectNode> before, Optional<ObjectNode> after) {
    private static final String NOWHERE = "/dev/null";

    /** What happens to it. */
    public enum Change {
        /** There is none yet. */
        MADE,
        /** It is another one afterwards. */
        CHANGED,
        /** There is none afterwards. */
        DELETED,
        /** Nothing. */
        UNCHANGED
    }

    /** What happens to it. */
    public Change change() {
        if (before.isEmpty()) {
            return Change.MADE;
        }
        return after.map(tree -> tree.equals(before.get()) ? Change.UNCHANGED : Change.CHANGED)
                .orElse(Change.DELETED);
    }

    /** Whether it is another one afterwards. */
    public boolean isDifferent() {
        return change() != Change.UNCHANGED;
    }

    /** Its changes as {@code diff -u} shows them; empty: there are none. */
    public List<String> unified() {
        var hunks = UnifiedDiff.of(lines(before), lines(after));
        if (hunks.isEmpty()) {
            return hunks;
        }
        var path = "/" + name.namespace() + "/" + kind + "/" + name.name();
        var all = new ArrayList<String>();
        all.add("--- " + (before.isPresent() ? "live" + path : NOWHERE));
        all.add("+++ " + (after.isPresent() ? "applied" + path : NOWHERE));
        all.addAll(hunks);
        return all;
    }

    /** What stands at a place before; missing: nothing. */
    JsonNode before(String pointer) {
        return at(before, pointer);
    }

    /** The same afterwards. */
    JsonNode after(String pointer) {
        return at(after, pointer);
    }

    private static JsonNode at(Optional<ObjectNode> tree, String pointer) {
        return tree.map(node -> node.at(pointer)).orElseGet(MissingNode::getInstance);
    }

    private static List<String> lines(Optional<ObjectNode> tree) {
        return tree.map(node -> YamlWriter.text(node).lines().toList()).orElse(List.of());
    }
}
