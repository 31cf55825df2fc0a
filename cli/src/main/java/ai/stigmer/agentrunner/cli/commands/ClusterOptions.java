package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.manifest.PolicyFile;
import ai.stigmer.agentrunner.cli.manifest.RunnerDocument;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which manifests are meant, and what the cluster's installation allows them. */
final class ClusterOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = ManifestOptions.FILES + ", e.g. what helm template prints")
    private List<String> files = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "what the operator's installation allows, as the chart's values (policy.allowBuilds: true);"
                    + " without it what the chart allows by default")
    private Optional<Path> policy = Optional.empty();

    /** The files that are named. */
    List<ManifestFile> files(Context context) {
        RunnerDocument.prepare();
        return new ManifestFiles(context.input()).read(files);
    }

    /** The installation's. */
    Policy policy() {
        return PolicyFile.readForCluster(policy);
    }
}
