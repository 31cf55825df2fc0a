package ai.stigmer.agentrunner.cli.manifest;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** Ends where a file becomes larger or deeper than manifests are, before all of it is in memory. */
final class BoundedParser implements Parser {
    private final Parser parser;
    private final int most;
    private final int deepest;
    private final int mostOfDocument;
    private int events;
    private int document;
    private int depth;

    /**
     * Of that parser's events.
     *
     * @param most events of the file
     * @param mostOfDocument events of one document
     * @param deepest lists and fields within each other
     */
    BoundedParser(Parser parser, int most, int mostOfDocument, int deepest) {
        this.parser = parser;
        this.most = most;
        this.mostOfDocument = mostOfDocument;
        this.deepest = deepest;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        var event = parser.next();
        switch (event.getEventId()) {
            case DocumentStart -> document = 0;
            case MappingStart, SequenceStart -> depth++;
            case MappingEnd, SequenceEnd -> depth--;
            default -> {
                // Of the same depth.
            }
        }
        if (depth > deepest) {
            throw new YamlMistake(YamlReader.place(event.getStartMark()), "this is nested too deeply");
        }
        if (++events > most || ++document > mostOfDocument) {
            throw new YamlMistake(YamlReader.place(event.getStartMark()), YamlReader.TOO_LARGE);
        }
        return event;
    }
}
