package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.validation.FindingFormat;
import ai.stigmer.agentrunner.cli.validation.Report;
import ai.stigmer.agentrunner.cli.validation.Validator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a cluster would say; asks neither a cluster nor a runtime. */
@Command(
        name = "validate",
        description = {
            "Tell what an API server would refuse of the files, in its words, and what the operator would refuse or warn of;"
                    + " no cluster is asked.",
            "Each finding has its file, line and column. The exit code is 1 where an AgentRunner would be refused."
        },
        footer = "agentrunner validate demo.yaml")
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(names = "--warnings-as-errors", description = "end with 1 for a warning, too")
    private boolean strict;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json|sarif|github",
            description = "how findings are written (text); github: as annotations of a workflow")
    private FindingFormat format = FindingFormat.text;

    private final Context context;

    ValidateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var files = options.files(context);
        var model = OperatorModel.ofCluster(options.policy());
        var report = Validator.validate(files, model);
        var text = format.write(report, VersionCommand.version());
        if (!text.isEmpty()) {
            context.console().print(text);
        }
        if (format == FindingFormat.text) {
            context.console().note(summary(report));
        }
        return report.errors() > 0 || (strict && report.warnings() > 0)
                ? ExitCode.FAILED.number()
                : ExitCode.OK.number();
    }

    private static String summary(Report report) {
        return counted(report.runners(), "AgentRunner") + ": " + counted(report.errors(), "error") + ", "
                + counted(report.warnings(), "warning");
    }

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
