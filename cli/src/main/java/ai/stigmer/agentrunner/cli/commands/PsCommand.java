package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.output.Table;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what there is. */
@Command(name = "ps", description = "List the AgentRunners of this machine, running or not.", footer = "agentrunner ps")
final class PsCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    PsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var found = new Containers(runtimes.connect(context.environment())).list();
        if (output.isJson()) {
            context.console()
                    .print(Json.text(found.stream().map(PsCommand::asMap).toList()));
        } else {
            var table = new Table(List.of("NAME", "STATE", "HEALTH", "RESTARTS", "IMAGE", "MANIFEST"));
            found.forEach(container -> table.row(asMap(container).values().stream()
                    .map(String::valueOf)
                    .limit(6)
                    .toList()));
            table.lines().forEach(context.console()::print);
        }
        return ExitCode.OK.number();
    }

    private static Map<String, Object> asMap(Containers.Found container) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", container.name());
        map.put("state", container.state().status());
        map.put(
                "health",
                container.state().health().isEmpty() ? "-" : container.state().health());
        map.put("restarts", container.state().restarts());
        map.put("image", container.image());
        map.put("manifest", container.labels().getOrDefault(ContainerLabels.SOURCE, "-"));
        map.put("container", container.id());
        return map;
    }
}
