package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.RegistryCredentials;
import ai.stigmer.agentrunner.cli.runtime.Streams;
import ai.stigmer.agentrunner.cli.runtime.WorkspaceCheck;
import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What an image has to be and to do, so that it runs under the operator; each point tried on a container of it. */
final class ImageContract {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Shells by name, in an ENTRYPOINT or CMD that is written as a line. */
    private static final String SHELL = "(.*/)?(ba|da|a)?sh";

    /** As a process ends that SIGTERM has ended, and one that SIGKILL has. */
    private static final int TERMINATED = 143;

    private static final int KILLED = 137;

    private final ContainerRuntime runtime;
    private final Containers containers;
    private final OperatorModel model;
    private final Context context;
    private final InstantSource clock = InstantSource.system();

    ImageContract(ContainerRuntime runtime, OperatorModel model, Context context) {
        this.runtime = runtime;
        this.containers = new Containers(runtime);
        this.model = model;
        this.context = context;
    }

    /**
     * One point of it.
     *
     * @param name e.g. health
     * @param isKept whether the image does as it should
     * @param message what was found, or what to do
     */
    record Point(String name, boolean isKept, String message) {}

    /**
     * Tries them in turn; the container of the trial is gone afterwards.
     *
     * @param prepared on trial
     * @param withTemporal whether the manifest says where Temporal is, so that it can become ready
     * @param told takes each point as soon as it is known
     */
    void check(Prepared prepared, boolean withTemporal, Optional<Duration> limit, Consumer<Point> told) {
        try (var cleanup = new Cleanup(context.console()::warn)) {
            var credentials = new RegistryCredentials(context.environment(), context.console()::warn);
            var id = new Launcher(runtime, credentials, context.console(), cleanup)
                    .launchOnTrial(prepared)
                    .id();
            var image = new Images(runtime).inspect(prepared.spec().image()).orElseThrow();
            told.accept(user(image));
            told.accept(shell(image, prepared));
            var health = health(prepared, id, limit);
            health.ifPresent(told);
            if (health.isPresent() && !health.get().isKept()) {
                return;
            }
            if (withTemporal) {
                told.accept(ready(prepared, id, limit));
            }
            told.accept(workspace(prepared, id));
            told.accept(new Point(
                    "read-only root",
                    containers
                            .find(id)
                            .filter(found -> found.state().isRunning())
                            .isPresent(),
                    prepared.spec().readOnlyRoot()
                            ? "runs with it, /tmp and the workspace are all that it writes to"
                            : "was not tried: the manifest sets readOnlyRootFilesystem: false"));
            told.accept(sigterm(prepared, id));
        } catch (Launcher.StartRefused e) {
            told.accept(new Point("start", false, String.valueOf(e.getMessage())));
        }
    }

    private static Point user(InspectImageResponse image) {
        var config = image.getConfig();
        var user = config == null || config.getUser() == null ? "" : config.getUser();
        return user.matches("[1-9]\\d*(:\\d+)?")
                ? new Point("user", true, "USER " + user)
                : new Point(
                        "user",
                        false,
                        (user.isEmpty() ? "it has no USER, so it is root" : "USER " + user)
                                + ": write USER 1000:1000 into the Dockerfile; runAsNonRoot takes numbers alone");
    }

    private static Point shell(InspectImageResponse image, Prepared prepared) {
        var config = image.getConfig();
        var command = !prepared.spec().entrypoint().isEmpty()
                ? prepared.spec().entrypointValues()
                : Stream.of(config == null ? null : config.getEntrypoint(), config == null ? null : config.getCmd())
                        .filter(part -> part != null)
                        .flatMap(Stream::of)
                        .toList();
        var isShell = command.size() > 1
                && command.getFirst().matches(SHELL)
                && command.get(1).equals("-c");
        return new Point(
                "no shell needed",
                !isShell,
                isShell
                        ? "its command is a line for " + command.getFirst()
                                + ", which hands no SIGTERM on: write ENTRYPOINT as a list, [\"agent-runner\"]"
                        : "it starts " + (command.isEmpty() ? "nothing by itself" : command.getFirst()));
    }

    private Optional<Point> health(Prepared prepared, String id, Optional<Duration> limit) {
        var command = model.livenessCommand(prepared.runner());
        if (command.isEmpty()) {
            return Optional.empty();
        }
        var words = String.join(" ", command.get());
        var since = clock.instant();
        var most = limit.orElseGet(() -> Duration.ofSeconds(
                prepared.spec().check().map(check -> check.startPeriodSeconds()).orElse(30)));
        while (true) {
            var output = new ByteArrayOutputStream();
            var state = containers.find(id).orElseThrow().state();
            var took = Duration.between(since, clock.instant());
            if (state.isRunning() && new Streams(runtime).ask(id, command.get(), output) == 0) {
                return Optional.of(new Point("health", true, words + " succeeds after " + took.toSeconds() + " s"));
            }
            if ((!state.isRunning() && state.restarts() > 0) || took.compareTo(most) > 0) {
                var said = output.toString(StandardCharsets.UTF_8).strip();
                return Optional.of(new Point(
                        "health",
                        false,
                        words + " does not succeed within " + took.toSeconds() + " s"
                                + (said.isEmpty() ? "" : "; it says: " + said) + "\nits last lines:\n"
                                + containers.lastLines(id).strip()));
            }
            Pause.REAL.await(LOOK);
        }
    }

    private Point ready(Prepared prepared, String id, Optional<Duration> limit) {
        try {
            new Readiness(runtime, model, context.console(), clock, Pause.REAL)
                    .await(prepared, new Readiness.Watched(id, clock.instant(), 0), limit);
            return new Point("ready", true, "its readiness check succeeds");
        } catch (Failure e) {
            return new Point("ready", false, e.sentence());
        }
    }

    private Point workspace(Prepared prepared, String id) {
        var path = prepared.spec().workspace().orElseThrow().path();
        return new WorkspaceCheck(runtime)
                .problemIn(id, path, prepared.spec())
                .map(problem -> new Point("workspace", false, problem))
                .orElseGet(() ->
                        new Point("workspace", true, "user " + prepared.spec().user() + " can write to " + path));
    }

    private Point sigterm(Prepared prepared, String id) {
        var before = clock.instant();
        containers.stop(containers.find(id).orElseThrow());
        var seconds = Duration.between(before, clock.instant()).toSeconds();
        int code = containers.find(id).orElseThrow().state().exitCode();
        return switch (code) {
            case 0, TERMINATED -> new Point("SIGTERM", true, "ends after " + seconds + " s with exit code " + code);
            case KILLED ->
                new Point(
                        "SIGTERM",
                        false,
                        "was killed after " + prepared.spec().graceSeconds()
                                + " s: let process 1 handle SIGTERM, and end within terminationGracePeriodSeconds");
            default -> new Point("SIGTERM", false, "ends after " + seconds + " s with exit code " + code + ", not 0");
        };
    }
}
