package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import picocli.CommandLine.Command;

/** Stops and starts containers. */
@Command(name = "restart", description = "Stop and start AgentRunners.", footer = "agentrunner restart demo")
final class RestartCommand extends LifecycleCommand {
    RestartCommand(Context context) {
        super(context);
    }

    @Override
    void change(Containers containers, Containers.Found container) {
        containers.stop(container);
        containers.start(container.id());
    }

    @Override
    String done() {
        return "restarted";
    }
}
