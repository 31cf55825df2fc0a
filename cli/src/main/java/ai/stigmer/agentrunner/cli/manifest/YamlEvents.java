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
    private final Map<Integer, Integer> anchored = new HashMap<>();

    /** The anchors, or null, of what is begun and not yet ended. */
    private final List<Integer> open = new ArrayList<>();

    /**
     * The next one, but for those of the document itself.
     *
     * @throws YamlMistake where it is an alias of what isn't there, or of what it is in, or too deep, or too
     *     much
     */
    void add(Event event) {
        if (event instanceof AliasEvent alias) {
            anchored.put(events.size(), target(alias));
        } else if (event instanceof NodeEvent node) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, events.size()));
        }
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> open.add(events.size());
            case MappingEnd, SequenceEnd -> open.removeLast();
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
        return anchored.getOrDefault(index, index);
    }

    /** The index after all that begins there. */
    int after(int index) {
        int depth = 0;
        int next = index;
        do {
            switch (events.get(next++).getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {
                    // Neither begins nor ends anything.
                }
            }
        } while (depth > 0);
        return next;
    }
}
