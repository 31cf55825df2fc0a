package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Builds images with the runtime's own program: docker buildx, docker build where it is missing, podman build. */
public final class Builder {
    private static final int LAST_LINES = 12;

    private final ContainerRuntime runtime;

    /** On that runtime. */
    public Builder(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Builds it, and gives it its name.
     *
     * @throws Failure with the last lines of what the builder says
     */
    public void build(ImageBuild build) {
        var program = runtime.kind().toString();
        if (!Program.isThere(program)) {
            throw Failure.failed(Reason.BuildFailed + ": images are built by the program " + program
                    + ", which is not on the PATH: install it, or build the image elsewhere and write spec.version");
        }
        var hasBuildKit = runtime.kind() == RuntimeKind.PODMAN
                || Program.run(List.of(program, "buildx", "version"), "").exitCode() == 0;
        var needs = build.needsBuildKit();
        if (!hasBuildKit && !needs.isEmpty()) {
            throw Failure.failed(Reason.BuildFailed + ": " + String.join(" and ", needs)
                    + " can only be done with BuildKit: install docker's buildx plugin (Debian: docker-buildx)");
        }
        var folder = temporaryFolder();
        try {
            var result = Program.run(command(program, hasBuildKit, build, folder), "", variables(hasBuildKit, build));
            if (result.exitCode() != 0) {
                throw Failure.failed(
                        Reason.BuildFailed + ": " + program + " build ended with exit code " + result.exitCode()
                                + "; its last lines:\n" + lastLines(result.output() + "\n" + result.errors()));
            }
        } finally {
            delete(folder);
        }
    }

    private List<String> command(String program, boolean hasBuildKit, ImageBuild build, Path folder) {
        var command = new ArrayList<String>();
        command.add(program);
        if (runtime.kind() == RuntimeKind.PODMAN) {
            command.addAll(List.of("--url", runtime.endpoint().host().toString(), "build"));
        } else {
            command.addAll(hasBuildKit ? List.of("buildx", "build", "--load") : List.of("build"));
        }
        command.addAll(List.of("--tag", build.image()));
        build.target().ifPresent(target -> command.addAll(List.of("--target", target)));
        // Without a value: it is taken from the environment, which others can't read.
        build.arguments().keySet().forEach(argument -> command.addAll(List.of("--build-arg", argument)));
        var secrets = folder.resolve("secrets");
        write(secrets, build.secrets());
        build.secrets()
                .keySet()
                .forEach(id -> command.addAll(List.of("--secret", "id=" + id + ",src=" + secrets.resolve(id))));
        switch (build.context()) {
            case ImageBuild.Context.Files(var files) -> {
                var context = folder.resolve("context");
                write(context, files);
                command.addAll(
                        List.of("--file", context.resolve(build.dockerfile()).toString(), context.toString()));
            }
            case ImageBuild.Context.Folder(var path) ->
                command.addAll(
                        List.of("--file", Path.of(path, build.dockerfile()).toString(), path));
            case ImageBuild.Context.Git(var address) -> command.addAll(List.of("--file", build.dockerfile(), address));
        }
        return command;
    }

    private Map<String, String> variables(boolean hasBuildKit, ImageBuild build) {
        var variables = new LinkedHashMap<>(build.arguments());
        if (runtime.kind() == RuntimeKind.DOCKER) {
            variables.put("DOCKER_HOST", runtime.endpoint().host().toString());
            variables.put("DOCKER_BUILDKIT", hasBuildKit ? "1" : "0");
        }
        return variables;
    }

    private static String lastLines(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(
                    "agentrunner-build",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, SortedMap<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
            for (var file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
