package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import picocli.CommandLine.Command;

/** Starts stopped containers. */
@Command(name = "start", description = "Start AgentRunners that were stopped.", footer = "agentrunner start demo")
final class StartCommand extends LifecycleCommand {
    StartCommand(Context context) {
        super(context);
    }

    @Override
    void change(Containers containers, Containers.Found container) {
        containers.start(container.id());
    }

    @Override
    String done() {
        return "started";
    }
}
