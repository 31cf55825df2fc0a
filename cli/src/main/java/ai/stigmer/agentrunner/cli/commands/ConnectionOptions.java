package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.manifest.Kubeconfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster is asked, as kubectl is told. */
final class ConnectionOptions {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "of manifests that name none; by default the context's")
    private Optional<String> namespace = Optional.empty();

    @Option(names = "--context", paramLabel = "NAME", description = "of the kubeconfig; by default the one in use")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "by default those of the variable KUBECONFIG, else ~/.kube/config")
    private Optional<Path> kubeconfig = Optional.empty();

    /** The namespace that is asked for. */
    Optional<String> namespace() {
        return namespace;
    }

    /**
     * The context that is meant; empty: there is no kubeconfig with one in use.
     *
     * @throws ai.stigmer.agentrunner.cli.Failure where there is none of that name
     */
    Optional<Kubeconfig.Context> context(Map<String, String> environment) {
        return kubeconfig
                .map(Kubeconfig::read)
                .orElseGet(() -> Kubeconfig.read(environment))
                .context(context);
    }
}
