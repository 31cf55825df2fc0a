package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML as kubectl does, and keeps the lines. */
final class YamlReader {
    /** As the API server's limit of an object is about 1.5 MB (etcd), a file of many may have ten times that. */
    private static final int CHARACTERS = 16 * 1024 * 1024;

    /** Aliases may repeat what they name; the whole must stay small. */
    private static final int NODES = 500_000;

    private static final int DEPTH = 100;

    /** What YAML 1.1 calls a boolean, and so kubectl does; YAML 1.2 doesn't. */
    private static final Set<String> TRUE = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");

    private static final Set<String> FALSE = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");

    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;

    private YamlReader(String file) {
        this.file = file;
    }

    /**
     * Every document that isn't empty.
     *
     * @param file for positions
     * @throws Failure where it is no YAML, with the line
     */
    static List<YamlDocument> read(String file, String text) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(CHARACTERS)
                .setAllowDuplicateKeys(false)
                .build();
        var documents = new ArrayList<YamlDocument>();
        try {
            for (var node : new Compose(settings).composeAllFromString(text)) {
                var reader = new YamlReader(file);
                var tree = reader.convert(node, "", 0);
                if (!tree.isNull()) {
                    documents.add(new YamlDocument(file, tree, reader.lines));
                }
            }
        } catch (MarkedYamlEngineException e) {
            throw Failure.invalid(file + ":" + line(e.getProblemMark()) + ": this is no YAML: "
                    + String.valueOf(e.getProblem()).strip());
        } catch (YamlEngineException e) {
            throw Failure.invalid(file + ": this is no YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (StackOverflowError e) {
            throw Failure.invalid(file + ": this is nested too deeply");
        }
        return documents;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (depth > DEPTH) {
            throw Failure.invalid(file + ":" + line(node.getStartMark()) + ": this is nested too deeply");
        }
        if (++nodes > NODES) {
            throw Failure.invalid(file + ":" + line(node.getStartMark())
                    + ": this is too large, or its aliases repeat too much: split the file");
        }
        lines.putIfAbsent(path, line(node.getStartMark()));
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> array(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default ->
                throw Failure.invalid(file + ":" + line(node.getStartMark()) + ": this is no YAML that is known");
        };
    }

    private JsonNode object(MappingNode mapping, String path, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw Failure.invalid(file + ":" + line(entry.getKeyNode().getStartMark()) + ": a key must be a text");
            }
            var child = path + "." + key.getValue();
            lines.put(child, line(key.getStartMark()));
            if (object.has(key.getValue())) {
                throw Failure.invalid(
                        file + ":" + line(key.getStartMark()) + ": " + shown(child) + " is there twice: remove one");
            }
            object.set(key.getValue(), convert(entry.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private JsonNode array(SequenceNode sequence, String path, int depth) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var item : sequence.getValue()) {
            array.add(convert(item, path + "[" + array.size() + "]", depth + 1));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        var json = JsonNodeFactory.instance;
        var text = scalar.getValue();
        if (scalar.getTag().equals(Tag.STR)
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (TRUE.contains(text) || FALSE.contains(text))) {
            return json.booleanNode(TRUE.contains(text));
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        if (scalar.getTag().equals(Tag.INT)) {
            return integer(text);
        }
        if (scalar.getTag().equals(Tag.FLOAT)) {
            return number(text);
        }
        return json.textNode(text);
    }

    /** Of whatever length: the schema tells what is too large. */
    private static JsonNode integer(String text) {
        var digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > 100) {
            return JsonNodeFactory.instance.textNode(text);
        }
        var number = digits.startsWith("0x")
                ? new BigInteger(digits.substring(2), 16)
                : digits.startsWith("0o") ? new BigInteger(digits.substring(2), 8) : new BigInteger(digits);
        if (number.bitLength() < Integer.SIZE) {
            // Jackson asks for an int where Kubernetes has IntOrString.
            return JsonNodeFactory.instance.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(number.longValue())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static JsonNode number(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private static String shown(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
