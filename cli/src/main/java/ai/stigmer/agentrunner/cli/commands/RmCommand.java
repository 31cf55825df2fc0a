package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes containers, and their workspaces where asked. */
@Command(
        name = "rm",
        description =
                "Stop and remove AgentRunners. Their workspaces stay, unless --volumes says otherwise; a folder given"
                        + " with --workspace stays in any case.")
final class RmCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "AgentRunners, see agentrunner ps")
    private List<String> names = List.of();

    @Mixin
    private RemovalOptions removal = new RemovalOptions();

    private final Context context;

    RmCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        remove(runtimes.connect(context.environment()), names, removal, context);
        return ExitCode.OK.number();
    }

    /** Also of a whole folder, see {@code down}. */
    static void remove(ContainerRuntime runtime, List<String> names, RemovalOptions removal, Context context) {
        var containers = new Containers(runtime);
        var volumes = new Volumes(runtime);
        // A workspace may have outlived its container.
        var found = names.stream()
                .filter(name -> containers.find(name).isPresent()
                        || !removal.withVolumes()
                        || volumes.workspaces(name).isEmpty())
                .map(name -> Selection.one(containers, name))
                .toList();
        var workspaces = removal.withVolumes()
                ? names.stream()
                        .flatMap(name -> volumes.workspaces(name).stream())
                        .toList()
                : List.<String>of();
        if (!workspaces.isEmpty() && !removal.isConfirmed()) {
            Question.confirm(
                    context, "Delete the workspace " + String.join(", ", workspaces) + " with all its files?", "--yes");
        }
        for (var container : found) {
            containers.stop(container);
            containers.remove(container.id());
            context.console().print(container.name() + " removed");
        }
        names.forEach(name -> volumes.files(name).forEach(volumes::remove));
        for (var workspace : workspaces) {
            if (!volumes.remove(workspace)) {
                throw Failure.failed("volume " + workspace + " is in use by another container and stays");
            }
            context.console().print("volume " + workspace + " deleted");
        }
        if (!removal.withVolumes()) {
            names.forEach(name -> volumes.workspaces(name).forEach(workspace -> context.console()
                    .note("volume " + workspace + " stays; agentrunner rm --volumes " + name + " deletes it")));
        }
    }
}
