package ai.stigmer.agentrunner.model.text;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text without what changes how the rest of it is shown: escape sequences, control characters, and characters of format,
 * which turn the direction of writing around or aren't seen at all.
 */
public final class PlainText {
    /**
     * How much of a text of others is read, in characters. Twice what a condition shows, and what a container can leave as
     * its termination message (4096 bytes) fits in; the API server quotes whole fields.
     */
    static final int MOST_CHARACTERS = 8192;

    /** ECMA-48: control sequences, and commands to the terminal up to their end. */
    private static final Pattern ESCAPE = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]*+[ -/]*+[@-~]?"
            + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*+(?:\u0007|\u001b\\\\|\u009c)"
            + "|\u001b[ -/]*+[0-~]?");

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int REPLACEMENT = 0xfffd;

    private PlainText() {}

    /** What somebody else says: at most 8192 characters of it, plain; see {@link #withoutMiddle}. */
    public static String ofOthers(String words) {
        return of(withoutMiddle(words, MOST_CHARACTERS));
    }

    /** The same, plain; lines end in a line feed, a tab is a space. */
    public static String of(String words) {
        if (words.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return words;
        }
        var plain = new StringBuilder(words.length());
        ESCAPE.matcher(words.replace("\r\n", "\n")).replaceAll("").codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL -> control(c, plain);
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> plain.append('\n');
                case Character.SURROGATE -> plain.appendCodePoint(REPLACEMENT);
                case Character.FORMAT -> {
                    // Scripts and emoji need these two.
                    if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
                        plain.appendCodePoint(c);
                    }
                }
                default -> plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /** A progress bar writes over what it said, by a carriage return. */
    private static void control(int c, StringBuilder plain) {
        switch (c) {
            case '\n', '\r', 0x0b, 0x0c, 0x85 -> plain.append('\n');
            case '\t' -> plain.append(' ');
            default -> {
                // Left out.
            }
        }
    }

    /** Its lines side by side: a line of a log is one. */
    public static String oneLine(String words) {
        return words.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" | "));
    }

    /** Its beginning and its end, where an API server that quotes a whole field says what is wrong with it. */
    public static String withoutMiddle(String words, int characters) {
        return words.length() <= characters
                ? words
                : words.substring(0, characters / 4 * 3) + "…" + words.substring(words.length() - characters / 4);
    }
}
