package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.model.text.PlainText;

/** What is said of a file, which may repeat what is in it. */
public final class Sentence {
    /** Characters; people read no more. */
    private static final int MOST = 1000;

    private Sentence() {}

    /** In one line, without the middle of a long one. */
    public static String of(String words) {
        return PlainText.oneLine(PlainText.withoutMiddle(words, MOST));
    }
}
