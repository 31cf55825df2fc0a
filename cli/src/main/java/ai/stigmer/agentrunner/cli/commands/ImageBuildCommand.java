package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.runtime.ImageName;
import ai.stigmer.agentrunner.cli.runtime.Images;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds without running. */
@Command(
        name = "build",
        description = "Build the image of each AgentRunner of the files that has spec.build, and print its name.",
        footer = "agentrunner image build build.yaml")
final class ImageBuildCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "manifests, as for run")
    private List<String> files = List.of();

    @Mixin
    private ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "NAME:TAG",
            description = "name it so, too")
    private Optional<String> tag = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    ImageBuildCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var all = new Preparation(context, manifests.model())
                .images(new ManifestFiles(context.input()).read(files), manifests);
        var toBuild = all.stream().filter(image -> image.build().isPresent()).toList();
        if (toBuild.isEmpty()) {
            throw Failure.invalid(String.join(", ", files) + ": no AgentRunner of it has spec.build");
        }
        if (tag.isPresent() && toBuild.size() > 1) {
            throw Failure.invalid(
                    "--tag is one name, and there are " + toBuild.size() + " images: build them one by one");
        }
        var named = tag.map(name -> ImageName.parseNew(name, "--tag"));
        var runtime = runtimes.connect(context.environment());
        ImageFetcher.build(toBuild, runtime, context);
        named.ifPresent(name -> new Images(runtime).tag(toBuild.getFirst().image(), name));
        var names = toBuild.stream().map(image -> tag.orElse(image.image())).toList();
        if (output.isJson()) {
            context.console()
                    .print(Json.text(toBuild.stream()
                            .map(image -> Map.of("name", image.runner(), "image", tag.orElse(image.image())))
                            .toList()));
        } else {
            names.forEach(context.console()::print);
        }
        return ExitCode.OK.number();
    }
}
