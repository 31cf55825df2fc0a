package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Streams;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command in a container. */
@Command(
        name = "exec",
        description = "Run a command in an AgentRunner's container; its exit code is that command's.",
        footer = "agentrunner exec demo -- ls /workspace")
final class ExecCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Option(
            names = {"-i", "--stdin"},
            description = "hand standard input on to it; Podman 4.3 may lose output of a command that leaves some of it"
                    + " unread")
    private boolean stdin;

    @Parameters(index = "0", paramLabel = "NAME", description = "an AgentRunner, see agentrunner ps")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "after --, with its arguments")
    private List<String> command = List.of();

    private final Context context;

    ExecCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var runtime = runtimes.connect(context.environment());
        var container = Selection.one(new Containers(runtime), name);
        if (!container.state().isRunning()) {
            throw Failure.failed(name + " does not run: agentrunner start " + name);
        }
        return new Streams(runtime)
                .exec(
                        container.id(),
                        command,
                        stdin ? context.input() : null,
                        context.console().out(),
                        context.console().err());
    }
}
