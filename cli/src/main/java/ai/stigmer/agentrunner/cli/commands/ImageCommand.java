package ai.stigmer.agentrunner.cli.commands;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to do with images alone. */
@Command(
        name = "image",
        description = "Build, test, push and load the images of AgentRunners.",
        synopsisSubcommandLabel = "COMMAND")
final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ImageCommand() {}

    /** With the commands below it. */
    static CommandLine commandLine(Context context) {
        return new CommandLine(new ImageCommand())
                .addSubcommand("build", new ImageBuildCommand(context))
                .addSubcommand("test", new ImageTestCommand(context))
                .addSubcommand("push", new ImagePushCommand(context))
                .addSubcommand("load", new ImageLoadCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "write a command: build, test, push or load");
    }
}
