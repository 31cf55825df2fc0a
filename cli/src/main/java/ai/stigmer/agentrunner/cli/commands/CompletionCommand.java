package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a shell's completion script. */
@Command(
        name = "completion",
        description = {
            "Print the completion script of a shell.",
            "bash, zsh: source <(agentrunner completion bash)",
            "fish: agentrunner completion fish | source"
        },
        footer = "agentrunner completion bash > agentrunner.bash")
final class CompletionCommand implements Callable<Integer> {
    /** The shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "bash|zsh|fish", description = "the shell")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Context context;

    CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        var script = shell == Shell.fish
                ? FishCompletion.script(root.getCommandSpec())
                : AutoComplete.bash("agentrunner", root);
        context.console().print(script.stripTrailing());
        return ExitCode.OK.number();
    }
}
