package ai.stigmer.agentrunner.cli.commands;

import picocli.CommandLine.Option;

/** Whether workspaces go with what is removed. */
final class RemovalOptions {
    @Option(names = "--volumes", description = "delete the workspace volumes, too, after a question")
    private boolean withVolumes;

    @Option(
            names = {"-y", "--yes"},
            description = "don't ask")
    private boolean yes;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "of the result (text)")
    private OutputFormat output = OutputFormat.text;

    OutputFormat output() {
        return output;
    }

    boolean withVolumes() {
        return withVolumes;
    }

    boolean isConfirmed() {
        return yes;
    }
}
