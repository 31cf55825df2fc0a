package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Streams;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a container's output. */
@Command(
        name = "logs",
        description = "Print what an AgentRunner has written to its output.",
        footer = "agentrunner logs demo --tail 100")
final class LogsCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Parameters(paramLabel = "NAME", description = "an AgentRunner, see agentrunner ps")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the container ends or Ctrl-C")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "LINES", description = "only the last ones")
    private Optional<Integer> tail = Optional.empty();

    private final Context context;

    LogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (tail.filter(lines -> lines < 0).isPresent()) {
            throw Failure.invalid("--tail: write a number of lines, 0 or more");
        }
        var runtime = runtimes.connect(context.environment());
        var container = Selection.one(new Containers(runtime), name);
        new Streams(runtime)
                .logs(
                        container.id(),
                        follow,
                        tail,
                        context.console().out(),
                        context.console().err());
        return ExitCode.OK.number();
    }
}
