package ai.stigmer.agentrunner.cli.commands;

import picocli.CommandLine.Command;

/** Runs a whole folder. */
@Command(
        name = "up",
        description = "Run every AgentRunner of a folder: as run, of the present folder where no file is named.",
        footer = "agentrunner up demo.yaml")
final class UpCommand extends RunCommand {
    UpCommand(Context context) {
        super(context);
    }

    @Override
    String byDefault() {
        return ".";
    }
}
