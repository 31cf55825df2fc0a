package ai.stigmer.agentrunner.cli.output;

/** Lines that a terminal shows in another's place. */
final class Terminal {
    private static final String CLEAR = "\r\u001b[2K";

    /** A line that went on in the next row could not be cleared again: its end is cut off instead. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private Terminal() {}

    /** In place of what stands in the cursor's row. */
    static String line(String text) {
        return text.isEmpty() ? CLEAR : CLEAR + CUT + text + WRAP;
    }
}
