package ai.stigmer.agentrunner.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.regex.Pattern;

/**
 * Writes a tree as YAML that reads the same in YAML 1.1 (kubectl) and 1.2, and whose text depends on nothing but the tree:
 * a text stands without quotes only where no reader takes it for anything else.
 */
public final class YamlWriter {
    /** Letters first, so that it is no number, date or time; or the usual versions and quantities. */
    private static final Pattern PLAIN = Pattern.compile("(--)?[A-Za-z/_][A-Za-z0-9/_.@+=,-]*(:[A-Za-z0-9/_.@+=,-]+)*"
            + "|[0-9]+([.][0-9]+){2,}|[0-9]+(m|[KMGTPE]i)");

    /** What one of the two versions takes for something else than a text. */
    private static final Pattern WORDS =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|[.]?nan|[.]?inf|[0-9a-f_]+e[0-9_]+");

    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private YamlWriter() {}

    /** One document, without a mark before it; ends in a line feed. */
    public static String text(JsonNode tree) {
        var writer = new YamlWriter();
        writer.value(tree, "");
        return writer.text.append('\n').toString().stripLeading();
    }

    private void value(JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            for (var entry : value.properties()) {
                text.append('\n').append(indent).append(scalar(entry.getKey())).append(':');
                // As kubectl writes it, a list is as far in as its key.
                value(entry.getValue(), entry.getValue().isArray() ? indent : indent + STEP);
            }
        } else if (value.isArray() && !value.isEmpty()) {
            value.forEach(item -> item(item, indent));
        } else {
            text.append(' ').append(inLine(value, indent));
        }
    }

    private void item(JsonNode item, String indent) {
        text.append('\n').append(indent).append('-');
        var begin = text.length();
        value(item, indent + STEP);
        if (item.isContainerNode() && !item.isEmpty()) {
            // The first of its lines stands beside the dash.
            text.replace(begin, begin + 1 + indent.length() + STEP.length(), " ");
        }
    }

    private static String inLine(JsonNode value, String indent) {
        if (value.getNodeType() == JsonNodeType.STRING) {
            var words = value.asText();
            return isBlock(words) ? block(words, indent) : scalar(words);
        }
        return value.toString();
    }

    /** A text as it stands after a key, in quotes where it needs them. */
    public static String scalar(String words) {
        return PLAIN.matcher(words).matches() && !WORDS.matcher(words).matches() ? words : quoted(words);
    }

    /** Lines that can stand as they are. */
    private static boolean isBlock(String words) {
        return words.indexOf('\n') > 0
                && !words.endsWith("\n\n")
                && !Character.isWhitespace(words.charAt(0))
                && words.codePoints().allMatch(c -> c == '\n' || isShown(c))
                && words.lines().noneMatch(line -> line.endsWith(" "));
    }

    private static String block(String words, String indent) {
        var block = new StringBuilder(words.endsWith("\n") ? "|" : "|-");
        words.lines().forEach(line -> block.append('\n').append(line.isEmpty() ? "" : indent + line));
        return block.toString();
    }

    private static String quoted(String words) {
        var quoted = new StringBuilder("\"");
        words.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isShown(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Whether it is seen and changes nothing of what stands beside it. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
