package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.model.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The program that builds for a runtime.
 *
 * @param runtime which it builds on
 * @param kind how it is called
 */
record BuildProgram(ContainerRuntime runtime, Kind kind) {
    /** From then on, docker build uses BuildKit through the buildx plugin alone. */
    private static final int PLUGIN_ONLY = 23;

    private static final Pattern VERSION = Pattern.compile("Docker version (\\d{1,4})[.]");

    /** How images are built. */
    enum Kind {
        BUILDX("docker buildx build"),
        /** Docker before 23 has BuildKit built in. */
        BUILDKIT("docker build"),
        /** Docker's former builder. */
        CLASSIC("docker build"),
        PODMAN("podman build");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * The best that is there.
     *
     * @throws Failure where the runtime's own program is missing
     */
    static BuildProgram find(ContainerRuntime runtime) {
        var program = runtime.kind().toString();
        if (!Program.isThere(program)) {
            throw Failure.failed(Reason.BuildFailed + ": images are built by the program " + program
                    + ", which is not on the PATH: install it, or build the image elsewhere and write spec.version");
        }
        if (runtime.kind() == RuntimeKind.PODMAN) {
            return new BuildProgram(runtime, Kind.PODMAN);
        }
        if (Program.run(List.of(program, "buildx", "version"), "").exitCode() == 0) {
            return new BuildProgram(runtime, Kind.BUILDX);
        }
        var version = Program.run(List.of(program, "--version"), "").output();
        return new BuildProgram(runtime, major(version) < PLUGIN_ONLY ? Kind.BUILDKIT : Kind.CLASSIC);
    }

    /** Of what docker --version says; where it says nothing known, that of the newest. */
    static int major(String version) {
        var found = VERSION.matcher(version);
        return found.find() ? Integer.parseInt(found.group(1)) : PLUGIN_ONLY;
    }

    /** For messages. */
    String name() {
        return kind.words;
    }

    boolean hasBuildKit() {
        return kind != Kind.CLASSIC;
    }

    /** The command that builds it from that folder, with secrets from the other. */
    List<String> command(ImageBuild build, Path dockerfile, Path context, Path secrets) {
        var command = new ArrayList<String>();
        switch (kind) {
            case BUILDX -> command.addAll(List.of("docker", "buildx", "build", "--load", "--progress", "plain"));
            case BUILDKIT -> command.addAll(List.of("docker", "build", "--progress", "plain"));
            case CLASSIC -> command.addAll(List.of("docker", "build"));
            case PODMAN ->
                command.addAll(
                        List.of("podman", "--url", runtime.endpoint().host().toString(), "build"));
        }
        command.addAll(List.of("--tag", build.image()));
        build.target().ifPresent(target -> command.addAll(List.of("--target", target)));
        // With their values, which the image shows anyway: a variable of this program's environment would be obeyed by
        // the
        // builder itself, and DOCKER_CONFIG or LD_PRELOAD run the manifest's own programs on this machine.
        build.arguments().forEach((name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
        build.secrets()
                .keySet()
                .forEach(id -> command.addAll(List.of("--secret", "id=" + id + ",src=" + secrets.resolve(id))));
        command.addAll(List.of("--file", dockerfile.toString(), context.toString()));
        return command;
    }

    /** The environment that it needs beside this process' own; nothing of a manifest is in it. */
    Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        if (kind == Kind.PODMAN) {
            return variables;
        }
        variables.put("DOCKER_HOST", runtime.endpoint().host().toString());
        variables.put("DOCKER_BUILDKIT", hasBuildKit() ? "1" : "0");
        runtime.endpoint().certificates().ifPresent(folder -> {
            variables.put("DOCKER_TLS_VERIFY", "1");
            variables.put("DOCKER_CERT_PATH", folder.toString());
        });
        return variables;
    }
}
