package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What stop, start and restart have in common. */
abstract class LifecycleCommand implements Callable<Integer> {
    @Mixin
    private RuntimeOptions runtimes = new RuntimeOptions();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "AgentRunners, see agentrunner ps")
    private List<String> names = List.of();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    LifecycleCommand(Context context) {
        this.context = context;
    }

    @Override
    public final Integer call() {
        var containers = new Containers(runtimes.connect(context.environment()));
        var changed = new ArrayList<Map<String, String>>();
        for (var container : Selection.all(containers, names)) {
            change(containers, container);
            if (!output.isJson()) {
                context.console().print(container.name() + " " + done());
            }
            changed.add(Map.of("name", container.name(), "result", done()));
        }
        if (output.isJson()) {
            context.console().print(Json.text(changed));
        }
        return ExitCode.OK.number();
    }

    abstract void change(Containers containers, Containers.Found container);

    /** What it is now, in a word. */
    abstract String done();
}
