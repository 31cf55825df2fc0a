package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.process.RunLock;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.LoopbackCheck;
import ai.stigmer.agentrunner.cli.runtime.Messages;
import ai.stigmer.agentrunner.cli.runtime.RegistryCredentials;
import com.github.dockerjava.api.exception.DockerException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs each AgentRunner of some manifests as a container. */
@Command(
        name = "run",
        description = {
            "Run each AgentRunner of the files as a container of this machine's Docker or Podman.",
            "A second run with no change does nothing; a change replaces the container and keeps its workspace."
        },
        footer = "agentrunner run demo.yaml")
class RunCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "FILE", description = ManifestOptions.FILES)
    private List<String> files = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "variables for the worker, KEY=VALUE in a line; they win over the manifest's")
    private List<Path> envFiles = List.of();

    @Mixin
    private ManifestOptions manifests = new ManifestOptions();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[IP:]PORT:PORT",
            description = "make a port of the container reachable on this machine, e.g. for metrics")
    private List<String> published = List.of();

    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Option(names = "--strict", description = "refuse fields that a container can't honour")
    private boolean strict;

    @Option(
            names = "--dry-run",
            description = "print what would be created, without values of Secrets, and change nothing")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "don't wait until it is healthy")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait at most; by default until a cluster's operator would call it a failure")
    private Optional<Integer> timeout = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    RunCommand(Context context) {
        this.context = context;
    }

    /** What is run where no file is named; empty: then one has to be. */
    String byDefault() {
        return "";
    }

    @Override
    public final Integer call() {
        var model = manifests.model();
        var preparation = new Preparation(context, model);
        var prepared = preparation.prepare(named(), manifests, envFiles, published, strict);
        prepared.forEach(preparation::tell);
        if (dryRun) {
            new RunReport(context.console(), output.format()).dryRun(prepared);
            return ExitCode.OK.number();
        }
        var runtime = runtimes.connect(context.environment());
        var launched = prepared.stream().map(one -> launch(one, runtime, model)).toList();
        // Only now: while one starts, the others do.
        var readiness = readiness(runtime, model);
        var results = launched.stream().map(one -> awaited(one, readiness)).toList();
        new RunReport(context.console(), output.format()).results(results, runtime);
        var failures = results.stream()
                .map(RunReport.Result::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
        if (!failures.isEmpty()) {
            throw Failure.failed(String.join("\n", failures));
        }
        return ExitCode.OK.number();
    }

    private List<ManifestFile> named() {
        if (files.isEmpty() && byDefault().isEmpty()) {
            throw Failure.invalid("write the manifest's file, a folder, or - for standard input");
        }
        return new ManifestFiles(context.input()).read(files.isEmpty() ? List.of(byDefault()) : files);
    }

    /**
     * One of several that are brought up.
     *
     * @param since when it was started, or found running
     * @param restarts how often the runtime had started it again before
     */
    private record Launched(RunReport.Result result, Instant since, int restarts) {}

    private Launched launch(Prepared prepared, ContainerRuntime runtime, OperatorModel model) {
        try {
            return launchOrRefuse(prepared, runtime, model);
        } catch (Failure e) {
            return failed(prepared, e.sentence());
        } catch (DockerException e) {
            return failed(prepared, refused(prepared, e));
        }
    }

    private static Launched failed(Prepared prepared, String sentence) {
        return new Launched(RunReport.Result.failed(prepared, sentence), Instant.EPOCH, 0);
    }

    /** What the runtime says of one is no reason to leave the others. */
    private static String refused(Prepared prepared, DockerException e) {
        return prepared.name() + ": the runtime refuses: " + Messages.of(e);
    }

    private Launched launchOrRefuse(Prepared prepared, ContainerRuntime runtime, OperatorModel model) {
        var host = runtime.endpoint().host().toString();
        try (var _ = RunLock.take(context.environment(), host, prepared.name())
                        .orElseThrow(() -> Launcher.atWork(prepared.name()));
                var cleanup = new Cleanup(context.console()::warn)) {
            var credentials = new RegistryCredentials(context.environment(), context.console()::warn);
            var launched = new Launcher(runtime, credentials, context.console(), cleanup).launch(prepared);
            if (launched.outcome() != Launcher.Outcome.SUSPENDED) {
                warnOfLoopback(prepared, runtime, launched.id());
            }
            return new Launched(
                    new RunReport.Result(prepared, launched.outcome(), launched.id(), ""),
                    InstantSource.system().instant(),
                    launched.restarts());
        } catch (Launcher.StartRefused e) {
            throw readiness(runtime, model).notStarted(prepared, String.valueOf(e.getMessage()));
        }
    }

    private RunReport.Result awaited(Launched launched, Readiness readiness) {
        var result = launched.result();
        if (noWait || !result.failure().isEmpty() || result.outcome() == Launcher.Outcome.SUSPENDED) {
            return result;
        }
        try {
            readiness.await(
                    result.prepared(),
                    new Readiness.Watched(result.id(), launched.since(), launched.restarts()),
                    timeout.map(Duration::ofSeconds));
            return result;
        } catch (Failure e) {
            return RunReport.Result.failed(result.prepared(), e.sentence());
        } catch (DockerException e) {
            return RunReport.Result.failed(result.prepared(), refused(result.prepared(), e));
        }
    }

    private Readiness readiness(ContainerRuntime runtime, OperatorModel model) {
        return new Readiness(runtime, model, context.console(), InstantSource.system(), Pause.REAL);
    }

    private void warnOfLoopback(Prepared prepared, ContainerRuntime runtime, String id) {
        var loopback = new LoopbackCheck(runtime);
        prepared.changed().stream()
                .filter(change -> loopback.isOnlyOnLoopback(id, change.port()))
                .forEach(change -> context.console()
                        .warn(prepared.name() + ": what listens on port " + change.port() + " (" + change.field()
                                + ") listens on 127.0.0.1 only, where no container reaches it: let it listen on all"
                                + " addresses (temporal server start-dev --ip 0.0.0.0), or write spec.network.mode:"
                                + " Host"));
    }
}
