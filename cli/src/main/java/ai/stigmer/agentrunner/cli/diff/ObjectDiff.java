package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.output.YamlWriter;
import ai.stigmer.agentrunner.model.NamespacedName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
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

    /** Lines that are shown before and after a change, as by {@code diff -u}. */
    private static final int CONTEXT = 3;

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
        var path = "/" + name.namespace() + "/" + kind + "/" + name.name();
        var lines = lines(before);
        return UnifiedDiffUtils.generateUnifiedDiff(
                        before.isPresent() ? "live" + path : NOWHERE,
                        after.isPresent() ? "applied" + path : NOWHERE,
                        lines,
                        DiffUtils.diff(lines, lines(after)),
                        CONTEXT)
                .stream()
                .map(ObjectDiff::countedFromNothing)
                .toList();
    }

    /** The library begins with line 1 in what isn't there, GNU diff with 0. */
    private static String countedFromNothing(String line) {
        return line.startsWith("@@ ") ? line.replace("-1,0 ", "-0,0 ").replace("+1,0 ", "+0,0 ") : line;
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
