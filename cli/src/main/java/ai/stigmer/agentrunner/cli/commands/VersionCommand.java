package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the version; asks no runtime. */
@Command(name = "version", description = "Print the version of this command.", footer = "agentrunner version")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    VersionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var version = version();
        context.console().print(output.isJson() ? "{\"version\":\"" + version + "\"}" : "agentrunner " + version);
        return ExitCode.OK.number();
    }

    /** Of this command. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
