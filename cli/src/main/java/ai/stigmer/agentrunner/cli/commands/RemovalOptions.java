package ai.stigmer.agentrunner.cli.commands;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether workspaces go with what is removed. */
final class RemovalOptions {
    @Option(names = "--volumes", description = "delete the workspace volumes, too, after a question")
    private boolean withVolumes;

    @Option(
            names = {"-y", "--yes"},
            description = "don't ask")
    private boolean yes;

    @Mixin
    private OutputOption output = new OutputOption();

    OutputFormat output() {
        return output.format();
    }

    boolean withVolumes() {
        return withVolumes;
    }

    boolean isConfirmed() {
        return yes;
    }
}
