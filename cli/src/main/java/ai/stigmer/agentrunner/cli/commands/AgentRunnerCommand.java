package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.runtime.Messages;
import com.github.dockerjava.api.exception.DockerException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
        name = "agentrunner",
        description = {
            "Runs AgentRunner manifests on this machine's Docker or Podman: the very ones that a cluster's operator runs;"
                    + " and tells what a cluster would make of them.",
        },
        synopsisSubcommandLabel = "COMMAND")
public final class AgentRunnerCommand implements Runnable {
    private static final String COMPLETION = "completion";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AgentRunnerCommand() {}

    /** In the order of the help. */
    private static Map<String, Function<Context, Object>> commands() {
        var commands = new LinkedHashMap<String, Function<Context, Object>>();
        commands.put("run", RunCommand::new);
        commands.put("ps", PsCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("exec", ExecCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("start", StartCommand::new);
        commands.put("restart", RestartCommand::new);
        commands.put("rm", RmCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("image", ImageCommand::commandLine);
        commands.put("init", InitCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("render", RenderCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put(COMPLETION, CompletionCommand::new);
        commands.put("version", VersionCommand::new);
        return commands;
    }

    /** Runs one command; its exit code. */
    public static int execute(Context context, String... arguments) {
        var commands = commands();
        // To read the annotations of all of them takes longer than most commands.
        if (arguments.length > 0 && commands.containsKey(arguments[0]) && !arguments[0].equals(COMPLETION)) {
            commands.keySet().retainAll(Set.of(arguments[0]));
        }
        try {
            return commandLine(context, commands).execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            context.console().error(mistake(e));
            return ExitCode.FAILED.number();
        }
    }

    /** The whole command line, for its documentation. */
    static CommandLine commandLine(Context context) {
        return commandLine(context, commands());
    }

    private static CommandLine commandLine(Context context, Map<String, Function<Context, Object>> commands) {
        var root = new CommandLine(new AgentRunnerCommand());
        commands.forEach((name, command) -> root.addSubcommand(name, command.apply(context)));
        Help.configure(root);
        root.setOut(writer(context.console().out()));
        root.setErr(writer(context.console().err()));
        root.setParameterExceptionHandler((e, arguments) -> wrongArguments(context.console(), e));
        root.setExecutionExceptionHandler((e, line, result) -> {
            int exit = failed(context.console(), e);
            return exit == ExitCode.FAILED.number() ? line.getCommandSpec().exitCodeOnExecutionException() : exit;
        });
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
        if (Cleanup.isEnding()) {
            return ExitCode.INTERRUPTED.number();
        }
        if (e instanceof Failure failure) {
            console.error(failure.sentence());
            return failure.exitCode().number();
        }
        if (e instanceof InvalidPathException path) {
            console.error(path.getInput() + ": no file can be called so: write its path");
            return ExitCode.INVALID.number();
        }
        console.error(sentence(e));
        return ExitCode.FAILED.number();
    }

    private static String sentence(Exception e) {
        if (e instanceof DockerException) {
            return "the runtime refuses: " + Messages.of(e);
        }
        return Messages.isConnectionLost(e)
                ? "the runtime has stopped answering (" + Messages.of(e)
                        + "): start it, then run this again; what is complete stays"
                : mistake(e);
    }

    private static String mistake(Throwable e) {
        return "this is a mistake of agentrunner: " + e.getClass().getSimpleName() + ": " + Messages.of(e);
    }
}
