package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.runtime.Messages;
import com.github.dockerjava.api.exception.DockerException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
        name = "agentrunner",
        description = {
            "Runs AgentRunner manifests on this machine's Docker or Podman: the very ones that a cluster's operator runs.",
        },
        synopsisSubcommandLabel = "COMMAND")
public final class AgentRunnerCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AgentRunnerCommand() {}

    /** The whole command line, for a call or for its documentation. */
    public static CommandLine commandLine(Context context) {
        var root = new CommandLine(new AgentRunnerCommand());
        root.addSubcommand(new RunCommand(context));
        root.addSubcommand(new PsCommand(context));
        root.addSubcommand(new LogsCommand(context));
        root.addSubcommand(new ExecCommand(context));
        root.addSubcommand(new StopCommand(context));
        root.addSubcommand(new StartCommand(context));
        root.addSubcommand(new RestartCommand(context));
        root.addSubcommand(new RmCommand(context));
        root.addSubcommand(new CompletionCommand(context));
        root.addSubcommand(new VersionCommand(context));
        Help.configure(root);
        root.setOut(writer(context.console().out()));
        root.setErr(writer(context.console().err()));
        root.setParameterExceptionHandler((e, arguments) -> wrongArguments(context.console(), e));
        root.setExecutionExceptionHandler((e, line, result) -> failed(context.console(), e));
        return root;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "write a command");
    }

    private static int wrongArguments(Console console, ParameterException e) {
        console.error(String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; see "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.INVALID.number();
    }

    private static int failed(Console console, Exception e) {
        if (e instanceof Failure failure) {
            console.error(failure.sentence());
            return failure.exitCode().number();
        }
        console.error(
                e instanceof DockerException
                        ? "the runtime refuses: " + Messages.of(e)
                        : "the runtime broke off, or this is a mistake of agentrunner: " + Messages.of(e)
                                + "; run it again, what is complete stays");
        return ExitCode.FAILED.number();
    }
}
