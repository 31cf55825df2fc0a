package ai.stigmer.agentrunner.cli.output;

import java.io.PrintStream;

/**
 * Where a command writes: results to the one stream, all else to the other.
 *
 * @param out for results
 * @param err for progress, notes and errors
 * @param isTerminal whether err is a terminal, on which a line can be written again
 * @param isColored whether colors are wanted there
 */
public record Console(PrintStream out, PrintStream err, boolean isTerminal, boolean isColored) {

    /** A line that isn't the result. */
    public void note(String line) {
        err.println(line);
    }

    /** The same, for what the user should see. */
    public void warn(String line) {
        err.println((isColored ? "\u001b[33mwarning:\u001b[0m " : "warning: ") + line);
    }

    /** A result. */
    public void print(String line) {
        out.println(line);
    }

    /** What didn't work. */
    public void error(String sentence) {
        var prefix = isColored ? "\u001b[31mError:\u001b[0m " : "Error: ";
        err.println(prefix + sentence.replace("\n", "\n  "));
    }
}
