package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.cli.process.TemporaryFolder;
import ai.stigmer.agentrunner.model.Reason;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds images with the runtime's own program: docker buildx, docker build where it is missing, podman build. */
public final class Builder {
    private static final int LAST_LINES = 12;

    private final ContainerRuntime runtime;
    private final Consumer<String> progress;
    private final Consumer<Runnable> onInterrupt;

    /**
     * On that runtime.
     *
     * @param progress takes what the builder writes, line by line
     * @param onInterrupt takes what ends it, and what deletes its files, when this process is ended
     */
    public Builder(ContainerRuntime runtime, Consumer<String> progress, Consumer<Runnable> onInterrupt) {
        this.runtime = runtime;
        this.progress = progress;
        this.onInterrupt = onInterrupt;
    }

    /**
     * Builds it, and gives it its name.
     *
     * @throws Failure with the last lines of what the builder says
     */
    public void build(ImageBuild build) {
        var program = BuildProgram.find(runtime);
        try (var folder = TemporaryFolder.create()) {
            onInterrupt.accept(folder::close);
            var context = context(build, folder);
            var dockerfile = within(context, build.dockerfile(), "spec.build.dockerfile");
            refuse(build, program, dockerfile);
            var secrets = folder.write("secrets", build.secrets());
            var said = new LastLines(LAST_LINES);
            int exitCode = Program.follow(
                    program.command(build, dockerfile, context, secrets),
                    program.variables(),
                    said.and(progress),
                    onInterrupt);
            if (exitCode != 0) {
                throw Failure.failed(Reason.BuildFailed + ": " + program.name() + " ended with exit code " + exitCode
                        + "; its last lines:\n" + said.text());
            }
        }
    }

    private Path context(ImageBuild build, TemporaryFolder folder) {
        return switch (build.context()) {
            case ImageBuild.Context.Files(var files) -> folder.write("context", files);
            case ImageBuild.Context.Folder(var path, var subPath) ->
                subPath(Path.of(path), subPath, "spec.build.source.workspace.subPath");
            case ImageBuild.Context.Git git -> {
                var checkout = folder.path().resolve("checkout");
                new GitCheckout(progress, onInterrupt).fetch(git, checkout);
                yield subPath(checkout, git.subPath(), "spec.build.source.git.subPath");
            }
        };
    }

    private static Path subPath(Path root, Optional<String> subPath, String field) {
        return subPath.map(path -> within(root, path, field)).orElse(root);
    }

    /** Links lead nowhere else: what is built is what the manifest names. */
    private static Path within(Path root, String path, String field) {
        try {
            var real = root.resolve(path).toRealPath();
            if (real.startsWith(root.toRealPath())) {
                return real;
            }
        } catch (IOException e) {
            throw Failure.failed(
                    Reason.BuildFailed + ": there is no " + path + " in the files of the build: correct " + field);
        }
        throw Failure.failed(
                Reason.BuildFailed + ": " + path + " leads out of the files of the build: correct " + field);
    }

    private static void refuse(ImageBuild build, BuildProgram program, Path dockerfile) {
        var needs = program.hasBuildKit() ? List.<String>of() : new ArrayList<>(build.needsBuildKit(text(dockerfile)));
        if (!needs.isEmpty()) {
            throw Failure.failed(Reason.BuildFailed + ": " + String.join(" and ", needs)
                    + " can only be done with BuildKit: install docker's buildx plugin (docker-buildx-plugin, from"
                    + " Docker's own packages)");
        }
    }

    private static String text(Path dockerfile) {
        try {
            return Files.readString(dockerfile);
        } catch (MalformedInputException e) {
            throw Failure.failed(Reason.BuildFailed + ": " + dockerfile.getFileName() + " is no text in UTF-8");
        } catch (IOException e) {
            throw Failure.failed(Reason.BuildFailed + ": " + dockerfile.getFileName() + " can't be read");
        }
    }
}
