package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.output.PullProgress;
import ai.stigmer.agentrunner.cli.output.Spinner;
import ai.stigmer.agentrunner.cli.runtime.Builder;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.RegistryCredentials;
import ai.stigmer.agentrunner.model.Reason;
import java.util.List;

/** Sees to it that the image of an AgentRunner is on this machine. */
final class ImageFetcher {
    private final ContainerRuntime runtime;
    private final Images images;
    private final RegistryCredentials credentials;
    private final Console console;
    private final Cleanup cleanup;

    ImageFetcher(ContainerRuntime runtime, RegistryCredentials credentials, Console console, Cleanup cleanup) {
        this.runtime = runtime;
        this.images = new Images(runtime);
        this.credentials = credentials;
        this.console = console;
        this.cleanup = cleanup;
    }

    /** Builds those that are built. A build that is interrupted leaves nothing half made. */
    static void build(List<NamedImage> images, ContainerRuntime runtime, Context context) {
        try (var cleanup = new Cleanup(context.console()::warn)) {
            var fetcher = new ImageFetcher(
                    runtime,
                    new RegistryCredentials(context.environment(), context.console()::warn),
                    context.console(),
                    cleanup);
            images.forEach(image -> image.build().ifPresent(build -> fetcher.build(image.runner(), build)));
            cleanup.done();
        }
    }

    /**
     * Builds it, or pulls it where the manifest wants so.
     *
     * @throws Failure where it can't be had
     */
    void fetch(Prepared prepared) {
        if (prepared.build().isPresent()) {
            build(prepared.name(), prepared.build().get());
            return;
        }
        var image = prepared.spec().image();
        var isHere = images.id(image).isPresent();
        switch (prepared.spec().pullPolicy()) {
            case "Always" -> pull(image, prepared);
            case "Never" -> {
                if (!isHere) {
                    throw Failure.failed(Reason.InvalidImage + ": image " + image + " is not on this machine, and"
                            + " spec.image.pullPolicy is Never: build or load it, or choose IfNotPresent");
                }
            }
            default -> {
                if (!isHere) {
                    pull(image, prepared);
                }
            }
        }
    }

    /** Builds it, unless the same inputs were built before. */
    void build(String name, ImageBuild build) {
        if (build.isNamedByContent() && images.id(build.image()).isPresent()) {
            if (build.context() instanceof ImageBuild.Context.Git(var url, var ref, var subPath)) {
                console.note(name + ": " + ref + " of " + url
                        + " was built before; another spec.build.trigger builds it as it is now");
            }
            return;
        }
        console.note(name + ": building " + build.image());
        try (var spinner = new Spinner(console)) {
            new Builder(runtime, spinner::show, cleanup::onInterrupt).build(build);
        }
    }

    private void pull(String image, Prepared prepared) {
        console.note(prepared.name() + ": pulling " + image);
        var found = credentials.of(image, prepared.pullSecrets());
        try (var progress = new PullProgress(console)) {
            images.pull(image, found, step -> progress.show(step.layer(), step.status(), step.current(), step.total()));
        }
    }
}
