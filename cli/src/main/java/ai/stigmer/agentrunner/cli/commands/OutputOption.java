package ai.stigmer.agentrunner.cli.commands;

import picocli.CommandLine.Option;

/** How a command writes its result. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "how the result is written (text)")
    private OutputFormat format = OutputFormat.text;

    OutputFormat format() {
        return format;
    }

    boolean isJson() {
        return format == OutputFormat.json;
    }
}
