package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import picocli.CommandLine.Command;

/** Stops containers. */
@Command(
        name = "stop",
        description = "Stop AgentRunners: SIGTERM, and SIGKILL after the manifest's terminationGracePeriodSeconds.",
        footer = "agentrunner stop demo")
final class StopCommand extends LifecycleCommand {
    StopCommand(Context context) {
        super(context);
    }

    @Override
    void change(Containers containers, Containers.Found container) {
        containers.stop(container);
    }

    @Override
    String done() {
        return "stopped";
    }
}
