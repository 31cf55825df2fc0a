package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.Trial;
import ai.stigmer.agentrunner.cli.output.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries an image. */
@Command(
        name = "test",
        description = {
            "Start an image as run does, and check what the operator expects of one: user, no shell, health, workspace,"
                    + " read-only root, SIGTERM. The exit code is 1 where a point fails.",
            "A manifest adds its Temporal, so that readiness is checked, too. Nothing of the trial stays."
        },
        footer = "agentrunner image test agent-runner:1.4.2")
final class ImageTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE|FILE", description = "an image, or manifests whose images are meant")
    private String argument = "";

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "variables for the worker, KEY=VALUE in a line; they win over the manifest's")
    private List<Path> envFiles = List.of();

    @Mixin
    private ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait for health at most; by default as long as the startup probe")
    private Optional<Integer> timeout = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    /** Of this process: others may try the same image. */
    private final String trial = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private final Context context;

    ImageTestCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var model = manifests.model();
        var all = new Preparation(context, model, runner -> Trial.of(runner, trial))
                .prepare(ImageSelection.manifests(argument, context), manifests, envFiles, List.of(), false);
        var contract = new ImageContract(runtimes.connect(context.environment()), model, context);
        var points = new ArrayList<Map<String, Object>>();
        for (var prepared : all) {
            contract.check(
                    prepared,
                    ImageSelection.isManifest(argument),
                    timeout.map(Duration::ofSeconds),
                    point -> points.add(told(prepared.spec().image(), point)));
        }
        if (output.isJson()) {
            context.console().print(Json.text(points));
        }
        return points.stream().allMatch(point -> Boolean.TRUE.equals(point.get("ok")))
                ? ExitCode.OK.number()
                : ExitCode.FAILED.number();
    }

    private Map<String, Object> told(String image, ImageContract.Point point) {
        if (!output.isJson()) {
            context.console()
                    .print((point.isKept() ? "ok      " : "FAILED  ") + point.name() + ": "
                            + point.message().replace("\n", "\n        "));
        }
        var map = new LinkedHashMap<String, Object>();
        map.put("image", image);
        map.put("check", point.name());
        map.put("ok", point.isKept());
        map.put("message", point.message());
        return map;
    }
}
