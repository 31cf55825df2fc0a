package ai.stigmer.agentrunner.cli;

import ai.stigmer.agentrunner.cli.commands.AgentRunnerCommand;
import ai.stigmer.agentrunner.cli.commands.Context;
import ai.stigmer.agentrunner.cli.output.Console;

/** The program. */
public final class Main {
    /** What the launcher script knows of its streams: Java would have to load a library to find out. */
    private static final String TERMINAL = "agentrunner.terminal";

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var terminal = System.getProperty(TERMINAL, "");
        var environment = System.getenv();
        var isColored = terminal.contains("err")
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        var console = new Console(
                System.out, System.err, terminal.contains("err") && !"dumb".equals(environment.get("TERM")), isColored);
        var context = new Context(console, System.in, environment, terminal.contains("in"));
        System.exit(AgentRunnerCommand.execute(context, arguments));
    }
}
