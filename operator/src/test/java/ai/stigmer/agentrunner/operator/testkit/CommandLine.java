package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.cli.commands.AgentRunnerCommand;
import ai.stigmer.agentrunner.cli.commands.Context;
import ai.stigmer.agentrunner.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The agentrunner command, in this process. */
public final class CommandLine {

    private CommandLine() {}

    /** How a call ended. */
    public record Result(int exit, String out, String err) {}

    /** With that on standard input. */
    public static Result call(String input, Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        var stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int exit = AgentRunnerCommand.execute(new Context(console, stdin, environment, false), arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
