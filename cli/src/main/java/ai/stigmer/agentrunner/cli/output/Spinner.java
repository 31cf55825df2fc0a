package ai.stigmer.agentrunner.cli.output;

import ai.stigmer.agentrunner.model.text.PlainText;

/** One line that changes while something takes its time; without a terminal, a line for each change of its text. */
public final class Spinner implements AutoCloseable {
    private static final String[] FRAMES = {"|", "/", "-", "\\"};

    private final Console console;
    private String last = "";
    private int frame;

    /** Shows nothing yet. */
    public Spinner(Console console) {
        this.console = console;
    }

    /**
     * Moves on; to be called a few times a second.
     *
     * @param said what is going on, perhaps in another program's words
     */
    public void show(String said) {
        var text = PlainText.oneLine(PlainText.of(said));
        if (console.isTerminal()) {
            console.err().print(Terminal.line(FRAMES[frame++ % FRAMES.length] + " " + text));
            console.err().flush();
        } else if (!text.equals(last)) {
            console.note(text);
        }
        last = text;
    }

    /** Leaves the line empty. */
    @Override
    public void close() {
        if (console.isTerminal() && !last.isEmpty()) {
            console.err().print(Terminal.line(""));
            console.err().flush();
        }
    }
}
