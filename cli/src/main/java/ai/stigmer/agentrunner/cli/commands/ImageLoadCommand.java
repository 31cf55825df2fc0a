package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.manifest.Kubeconfig;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.output.Spinner;
import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.cli.process.TemporaryFolder;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts images into a local cluster. */
@Command(
        name = "load",
        description = {
            "Load an image, or those of a manifest, into the cluster that kubectl talks to, without a registry.",
            "kind and minikube are known; for others name a command that reads the archive, as docker save writes it, from"
                    + " its standard input: agentrunner image load IMAGE -- ctr -n k8s.io images import -"
        },
        footer = "agentrunner image load agent-runner:1.4.2 -- ctr -n k8s.io images import -")
final class ImageLoadCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IMAGE|FILE", description = "an image of this machine, or a manifest")
    private String argument = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "after --, with its arguments")
    private List<String> command = List.of();

    @Mixin
    private ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    ImageLoadCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var target = target();
        var images = new Preparation(context, manifests.model())
                .images(ImageSelection.manifests(argument, context), manifests);
        var runtime = runtimes.connect(context.environment());
        ImageFetcher.build(images, runtime, context);
        try (var cleanup = new Cleanup(context.console()::warn)) {
            images.forEach(image -> load(image.image(), runtime, target, cleanup));
            cleanup.done();
        }
        var names = images.stream().map(NamedImage::image).toList();
        if (output.isJson()) {
            context.console().print(Json.text(Map.of("images", names)));
        } else {
            names.forEach(name -> context.console().print(name + " loaded"));
        }
        return ExitCode.OK.number();
    }

    /** How an archive gets there. */
    private sealed interface Target {
        /** By a program that reads a file. */
        record OfFile(List<String> command, List<String> options) implements Target {}

        /** By one that reads its standard input. */
        record OfInput(List<String> command) implements Target {}
    }

    private Target target() {
        if (!command.isEmpty()) {
            return new Target.OfInput(command);
        }
        var kubeconfig = Kubeconfig.read(context.environment());
        return kubeconfig
                .cluster()
                .<Target>map(cluster -> switch (cluster) {
                    case Kubeconfig.Cluster.Kind(var name) ->
                        new Target.OfFile(List.of("kind", "load", "image-archive"), List.of("--name", name));
                    case Kubeconfig.Cluster.Minikube(var profile) ->
                        new Target.OfFile(List.of("minikube", "image", "load"), List.of("--profile", profile));
                })
                .orElseThrow(() -> Failure.invalid(kubeconfig
                                .currentContext()
                                .map(name -> "the kubeconfig's context " + name + " is neither kind's nor minikube's")
                                .orElse("there is no kubeconfig with a context in use")
                        + ": name a command that reads the image's archive, e.g. -- ctr -n k8s.io images import -"));
    }

    private void load(String image, ContainerRuntime runtime, Target target, Cleanup cleanup) {
        context.console().note("loading " + image);
        try (var folder = TemporaryFolder.create();
                var spinner = new Spinner(context.console())) {
            cleanup.onInterrupt(folder::close);
            var archive = folder.path().resolve("image.tar");
            new Images(runtime).save(image, archive);
            var said = new StringBuilder();
            Consumer<String> lines = line -> {
                said.append('\n').append(line);
                spinner.show(line);
            };
            int exitCode =
                    switch (target) {
                        case Target.OfFile(var start, var options) ->
                            Program.follow(file(start, archive, options), Map.of(), lines, cleanup::onInterrupt);
                        case Target.OfInput(var start) -> Program.feed(start, archive, lines, cleanup::onInterrupt);
                    };
            if (exitCode != 0) {
                throw Failure.failed("image " + image + " was not loaded: " + name(target) + " ended with exit code "
                        + exitCode + "; it says:" + said);
            }
        }
    }

    private static String name(Target target) {
        return switch (target) {
            case Target.OfFile(var start, var options) -> String.join(" ", start);
            case Target.OfInput(var start) -> start.getFirst();
        };
    }

    private static List<String> file(List<String> start, Path archive, List<String> options) {
        var all = new ArrayList<>(start);
        all.add(archive.toString());
        all.addAll(options);
        return all;
    }
}
