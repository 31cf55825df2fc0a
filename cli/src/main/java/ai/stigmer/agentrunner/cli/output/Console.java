package ai.stigmer.agentrunner.cli.output;

import ai.stigmer.agentrunner.model.text.PlainText;
import java.io.PrintStream;

/**
 * Where a command writes: results to the one stream, all else to the other. What manifests, runtimes and registries say is
 * in it, so nothing that a terminal would obey gets through.
 *
 * @param out for results
 * @param err for progress, notes and errors
 * @param isTerminal whether err is a terminal, on which a line can be written again
 * @param isColored whether colors are wanted there
 */
public record Console(PrintStream out, PrintStream err, boolean isTerminal, boolean isColored) {

    /** A line that isn't the result. */
    public void note(String line) {
        err.println(PlainText.of(line));
    }

    /** The same, for what the user should see. */
    public void warn(String line) {
        err.println((isColored ? "\u001b[33mwarning:\u001b[0m " : "warning: ") + PlainText.of(line));
    }

    /** A result. */
    public void print(String line) {
        out.println(PlainText.of(line));
    }

    /** What didn't work. */
    public void error(String sentence) {
        var prefix = isColored ? "\u001b[31mError:\u001b[0m " : "Error: ";
        err.println(prefix + PlainText.of(sentence).replace("\n", "\n  "));
    }
}
