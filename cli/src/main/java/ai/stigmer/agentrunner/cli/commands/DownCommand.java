package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes what up has started. */
@Command(
        name = "down",
        description =
                "Stop and remove every AgentRunner of a folder: as rm, of the present folder where no file is named.",
        footer = "agentrunner down demo.yaml")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "manifests, as for run")
    private List<String> files = List.of();

    @Mixin
    private RemovalOptions removal = new RemovalOptions();

    private final Context context;

    DownCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var named = files.isEmpty() ? List.of(".") : files;
        var manifests = ManifestReader.read(new ManifestFiles(context.input()).read(named));
        var runtime = runtimes.connect(context.environment());
        var containers = new Containers(runtime);
        var volumes = new Volumes(runtime);
        var names = manifests.runners().stream()
                .map(source -> source.runner().getMetadata().getName())
                .filter(name ->
                        containers.find(name).filter(Containers.Found::isOurs).isPresent()
                                || RmCommand.hasOutlived(volumes, name, removal))
                .toList();
        RmCommand.remove(runtime, names, removal, context);
        if (names.isEmpty()) {
            context.console().note("none of them is here");
        }
        return ExitCode.OK.number();
    }
}
