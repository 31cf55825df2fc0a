package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.output.PullProgress;
import ai.stigmer.agentrunner.cli.runtime.ImageName;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.RegistryCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes to a registry. */
@Command(
        name = "push",
        description = {
            "Push an image to its registry, and print its name there.",
            "Of a manifest: the image that is built of spec.build, to spec.build.output.repository. Credentials are those"
                    + " of docker login."
        },
        footer = "agentrunner image push agent-runner:1.4.2 --as localhost:5001/demo:1.4.2")
final class ImagePushCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE|FILE", description = "an image of this machine, or a manifest with spec.build")
    private String argument = "";

    @Option(names = "--as", paramLabel = "NAME[:TAG]", description = "under this name, e.g. localhost:5001/demo")
    private Optional<String> name = Optional.empty();

    @Mixin
    private ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    ImagePushCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var image = image();
        var local = ImageName.parse(image.image());
        var target = target(image, local);
        var runtime = runtimes.connect(context.environment());
        ImageFetcher.build(List.of(image), runtime, context);
        var images = new Images(runtime);
        if (images.id(image.image()).isEmpty()) {
            throw Failure.failed("image " + image.image() + " is not on this machine: build or pull it first");
        }
        if (!target.tagged().equals(image.image())) {
            images.tag(image.image(), target);
        }
        context.console().note("pushing " + target.tagged());
        var credentials =
                new RegistryCredentials(context.environment(), context.console()::warn).of(target.tagged(), List.of());
        Optional<String> digest;
        try (var progress = new PullProgress(context.console())) {
            digest = images.push(
                    target.tagged(),
                    credentials,
                    step -> progress.show(step.layer(), step.status(), step.current(), step.total()));
        }
        var pushed = target.tagged() + digest.map(sum -> "@" + sum).orElse("");
        context.console().print(output.isJson() ? Json.text(Map.of("image", pushed)) : pushed);
        return ExitCode.OK.number();
    }

    private ImageName target(NamedImage image, ImageName local) {
        var given = name.or(image::target);
        if (given.isEmpty() && image.build().isPresent()) {
            throw Failure.invalid("where to? Write spec.build.output.repository, or --as NAME");
        }
        if (local.digest().isPresent()
                && given.filter(ImagePushCommand::isTagged).isEmpty()) {
            throw Failure.invalid("under which tag? " + image.image() + " is named by its digest: write --as "
                    + given.orElse(local.repository()) + ":TAG");
        }
        return given.map(to -> ImageName.parseNew(isTagged(to) ? to : to + ":" + local.tag(), "--as"))
                .orElse(local);
    }

    private NamedImage image() {
        if (!ImageSelection.isManifest(argument)) {
            return new NamedImage("", ImageName.parse(argument).exact(), Optional.empty(), Optional.empty());
        }
        var all = new Preparation(context, manifests.model())
                .images(ImageSelection.manifests(argument, context), manifests);
        if (all.size() > 1) {
            throw Failure.invalid(argument + " has " + all.size()
                    + " AgentRunners: write the one whose image is meant into a file of its own");
        }
        return all.getFirst();
    }

    private static boolean isTagged(String name) {
        return name.substring(name.lastIndexOf('/') + 1).contains(":");
    }
}
