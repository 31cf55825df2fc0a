package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads YAML as kubectl does, and keeps the lines. */
public final class YamlReader {
    /** A thousand AgentRunners of 4 KB; {@link ManifestFiles} reads no larger file. */
    static final int CHARACTERS = 4 * 1024 * 1024;

    static final String TOO_LARGE = "this is too large, or its aliases repeat too much: split the file";

    static final String TOO_DEEP = "this is nested too deeply";

    /** Of a file, and values with what aliases repeat. */
    static final int EVENTS = 500_000;

    static final int DEPTH = 100;

    /** Characters of the path to a value. An API server takes some long ones, e.g. a resource's name. */
    static final int PATH = 10_000;

    private YamlReader() {}

    /**
     * Every document that isn't empty.
     *
     * @param file for positions
     * @throws Failure where it is no YAML, with the line
     */
    static List<YamlDocument> read(String file, String text) {
        var documents = new ArrayList<YamlDocument>();
        try {
            read(file, text, documents::add);
        } catch (YamlMistake e) {
            throw Failure.invalid(file + ":" + e.place().line() + ": " + e.sentence());
        }
        return documents;
    }

    /**
     * Hands over every document that isn't empty as soon as it is read.
     *
     * @throws YamlMistake where it is no YAML from there on
     */
    public static void read(String file, String text, Consumer<YamlDocument> each) {
        if (JsonReader.isJson(text) && JsonReader.read(file, text, each)) {
            return;
        }
        var settings = LoadSettings.builder()
                .setCodePointLimit(CHARACTERS)
                // It copies what it has read of a text each time that the buffer is filled.
                .setBufferSize(Math.max(1, text.length()))
                .build();
        try {
            documents(file, new ParserImpl(settings, new StreamReader(settings, text)), each);
        } catch (MarkedYamlEngineException e) {
            throw new YamlMistake(
                    place(e.getProblemMark()),
                    "this is no YAML: " + String.valueOf(e.getProblem()).strip());
        } catch (YamlEngineException e) {
            throw new YamlMistake(
                    Place.BEGIN,
                    "this is no YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (StackOverflowError e) {
            throw new YamlMistake(Place.BEGIN, TOO_DEEP);
        }
    }

    private static void documents(String file, Parser parser, Consumer<YamlDocument> each) {
        var document = new YamlEvents();
        int nodes = 0;
        for (int count = 1; parser.hasNext(); count++) {
            var event = parser.next();
            if (count > EVENTS || nodes > EVENTS) {
                throw new YamlMistake(place(event), TOO_LARGE);
            }
            switch (event.getEventId()) {
                case StreamStart, StreamEnd -> {
                    // All of the file.
                }
                case DocumentStart -> document = new YamlEvents();
                case DocumentEnd -> {
                    var events = document;
                    var read = YamlTree.of(events);
                    nodes += read.nodes();
                    if (!read.tree().isNull()) {
                        var places = new Places(read.nodes(), place(events.at(0)), () -> YamlTree.located(events));
                        each.accept(new YamlDocument(file, read.tree(), places));
                    }
                }
                default -> document.add(event);
            }
        }
    }

    static Place place(Event event) {
        return place(event.getStartMark());
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(found -> new Place(found.getLine() + 1, found.getColumn() + 1))
                .orElse(Place.BEGIN);
    }
}
