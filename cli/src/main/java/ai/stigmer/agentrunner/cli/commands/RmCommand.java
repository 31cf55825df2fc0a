package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.process.RunLock;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
                        + " with --workspace stays in any case.",
        footer = "agentrunner rm demo")
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

    /**
     * Also of a whole folder, see {@code down}. Nobody makes what is removed meanwhile: a workspace that goes after another
     * run has found it would be made again by the runtime, as nobody's.
     */
    static void remove(ContainerRuntime runtime, List<String> named, RemovalOptions removal, Context context) {
        var names = named.stream().distinct().toList();
        var host = runtime.endpoint().host().toString();
        var locks = new ArrayList<RunLock>();
        try {
            names.forEach(name -> locks.add(
                    RunLock.take(context.environment(), host, name).orElseThrow(() -> Launcher.atWork(name))));
            removeLocked(runtime, names, removal, context);
        } finally {
            locks.forEach(RunLock::close);
        }
    }

    private static void removeLocked(
            ContainerRuntime runtime, List<String> names, RemovalOptions removal, Context context) {
        var containers = new Containers(runtime);
        var volumes = new Volumes(runtime);
        var found = names.stream()
                .filter(name -> containers.find(name).isPresent() || !hasOutlived(volumes, name, removal))
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
        var result = new Removal(context.console(), removal.output());
        for (var container : found) {
            containers.stop(container);
            containers.remove(container.id());
            result.removed(container.name());
        }
        names.forEach(name -> volumes.files(name).forEach(volumes::remove));
        for (var workspace : workspaces) {
            if (!volumes.remove(workspace)) {
                throw Failure.failed("volume " + workspace + " is in use by another container and stays");
            }
            result.deleted(workspace);
        }
        if (!removal.withVolumes()) {
            names.forEach(name -> volumes.workspaces(name).forEach(workspace -> result.kept(workspace, name)));
        }
        result.end();
    }

    /** Whether something is to be removed of an AgentRunner whose container is gone. */
    static boolean hasOutlived(Volumes volumes, String name, RemovalOptions removal) {
        return removal.withVolumes() && !volumes.workspaces(name).isEmpty();
    }

    /** What was removed, told as it goes or as JSON at the end. */
    private record Removal(
            Console console, OutputFormat format, List<String> removed, List<String> deleted, List<String> kept) {
        Removal(Console console, OutputFormat format) {
            this(console, format, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void removed(String name) {
            removed.add(name);
            text(name + " removed");
        }

        void deleted(String volume) {
            deleted.add(volume);
            text("volume " + volume + " deleted");
        }

        void kept(String volume, String name) {
            kept.add(volume);
            console.note("volume " + volume + " stays; agentrunner rm --volumes " + name + " deletes it");
        }

        private void text(String line) {
            if (format == OutputFormat.text) {
                console.print(line);
            }
        }

        void end() {
            if (format == OutputFormat.json) {
                var map = new LinkedHashMap<String, Object>();
                map.put("removed", removed);
                map.put("volumesDeleted", deleted);
                map.put("volumesKept", kept);
                console.print(Json.text(map));
            }
        }
    }
}
