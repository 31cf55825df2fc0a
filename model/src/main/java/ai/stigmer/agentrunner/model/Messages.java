package ai.stigmer.agentrunner.model;

/** What others say, in a message of ours. */
public final class Messages {

    private Messages() {}

    /** The beginning, with … in place of the rest. */
    public static String shorten(String words, int characters) {
        return words.codePointCount(0, words.length()) <= characters
                ? words
                : words.substring(0, words.offsetByCodePoints(0, characters)) + "…";
    }

    /** The end, with … in place of what is before. */
    public static String end(String words, int characters) {
        int more = words.codePointCount(0, words.length()) - characters;
        return more <= 0 ? words : "…" + words.substring(words.offsetByCodePoints(0, more));
    }

    /** Without its full stop, so that more can follow. */
    public static String withoutFullStop(String words) {
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }
}
