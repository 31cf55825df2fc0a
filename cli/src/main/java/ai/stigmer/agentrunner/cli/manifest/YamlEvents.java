package ai.stigmer.agentrunner.cli.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;

/** One document of YAML as its parser's events, in which each alias is known to stand for an earlier place. */
final class YamlEvents {
    private final List<Event> events = new ArrayList<>();
    private final Map<Anchor, Integer> anchors = new HashMap<>();
    private final Map<Integer, Integer> targets = new HashMap<>();

    /** Where that begins which has not yet ended. */
    private final List<Integer> open = new ArrayList<>();

    /**
     * The next one, but for those of the document itself.
     *
     * @throws YamlMistake where it is an alias of what isn't there, or of what it is in, or too deep, or one too many
     */
    void add(Event event) {
        if (event instanceof AliasEvent alias) {
            targets.put(events.size(), target(alias));
        } else if (event instanceof NodeEvent node) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, events.size()));
        }
        switch (nesting(event)) {
            case 1 -> open.add(events.size());
            case -1 -> open.removeLast();
            default -> {
                // Neither begins nor ends anything.
            }
        }
        if (open.size() > YamlReader.DEPTH) {
            throw new YamlMistake(YamlReader.place(event), YamlReader.TOO_DEEP);
        }
        if (events.size() >= YamlTree.NODES) {
            throw new YamlMistake(YamlReader.place(event), YamlReader.TOO_LARGE);
        }
        events.add(event);
    }

    private int target(AliasEvent alias) {
        var target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new YamlMistake(
                    YamlReader.place(alias), "there is no &" + alias.getAlias() + " before *" + alias.getAlias());
        }
        if (open.contains(target)) {
            throw new YamlMistake(YamlReader.place(alias), "&" + alias.getAlias() + " contains itself");
        }
        return target;
    }

    /** What is there, an alias itself. */
    Event at(int index) {
        return events.get(index);
    }

    /** Where that stands which is there: elsewhere if it is an alias. */
    int target(int index) {
        return targets.isEmpty() ? index : targets.getOrDefault(index, index);
    }

    /** The index after all that begins there. */
    int after(int index) {
        int next = index;
        int depth = 0;
        do {
            depth += nesting(events.get(next++));
        } while (depth > 0);
        return next;
    }

    /** 1: it begins fields or a list, -1: it ends them. */
    private static int nesting(Event event) {
        return switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
        };
    }
}
