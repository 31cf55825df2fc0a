package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.manifest.EditorSchema;
import ai.stigmer.agentrunner.cli.output.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what an editor needs to know. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of an AgentRunner, with which editors complete and check manifests.",
            "For the YAML language server (VS Code and others), write it into a file, and above the manifest:"
                    + " # yaml-language-server: $schema=agentrunner.schema.json"
        },
        footer = "agentrunner schema > agentrunner.schema.json")
final class SchemaCommand implements Callable<Integer> {
    private final Context context;

    SchemaCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.console().print(Json.text(EditorSchema.tree()));
        return ExitCode.OK.number();
    }
}
