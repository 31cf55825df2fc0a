package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.cluster.ApiServer;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.diff.DiffReport;
import ai.stigmer.agentrunner.cli.diff.RunnerComparison;
import ai.stigmer.agentrunner.cli.diff.RunnerDiff;
import ai.stigmer.agentrunner.cli.manifest.Kubeconfig;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.cli.manifest.RunnerDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what an apply would change; changes nothing. */
@Command(
        name = "diff",
        // 1 says that there is a difference.
        exitCodeOnExecutionException = 4,
        description = {
            "Tell what kubectl apply of the files would change in the cluster: of each AgentRunner the image, whether pods"
                    + " restart and why, and whether files are kept; then the AgentRunner and each object that the operator"
                    + " makes of it, as diff -u shows them.",
            "The cluster is only read, with the rights of the role view. Differences that come from elsewhere, e.g. since"
                    + " somebody has changed the Deployment, are not told. The exit code is 1 where there is a difference, 0"
                    + " where there is none, and another one where that was not found out."
        },
        footer = "agentrunner diff demo.yaml")
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    private final Context context;

    DiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var model = OperatorModel.ofCluster(options.policy());
        var kubeconfig = connection.context(context.environment());
        var namespace = connection
                .namespace()
                .or(() -> kubeconfig.flatMap(Kubeconfig.Context::namespace))
                .orElse(RunnerDocument.NAMESPACE);
        var manifests = ManifestReader.readForCluster(options.files(context), namespace);
        checkNamespaces(manifests);
        try (var server = server(kubeconfig)) {
            return tell(manifests, new RunnerComparison(server, model, manifests, Instant.now()));
        }
    }

    private void checkNamespaces(Manifests manifests) {
        // As kubectl has it: to leave one of the two aside would be to guess.
        connection.namespace().ifPresent(asked -> manifests.runners().stream()
                .filter(source -> !source.runner().getMetadata().getNamespace().equals(asked))
                .findFirst()
                .ifPresent(source -> {
                    throw Failure.invalid(source.position() + ": metadata.namespace: it is of namespace "
                            + source.runner().getMetadata().getNamespace() + ", and --namespace says " + asked
                            + ": leave one of them out");
                }));
    }

    private ApiServer server(Optional<Kubeconfig.Context> kubeconfig) {
        if (kubeconfig.isPresent()) {
            return ApiServer.of(kubeconfig.get());
        }
        if (context.environment().containsKey("KUBERNETES_SERVICE_HOST")) {
            return ApiServer.ofPod();
        }
        throw Failure.noCluster(
                "there is no kubeconfig with a context in use: set KUBECONFIG, name one with --kubeconfig,"
                        + " or choose a context with --context (kubectl config get-contexts lists those there are)");
    }

    /** All of them, or none: what is printed is not to look complete where it isn't. */
    private int tell(Manifests manifests, RunnerComparison comparison) {
        var diffs = manifests.each(comparison::compare);
        var different = diffs.stream().filter(RunnerDiff::isDifferent).count();
        var report = output.isJson() ? DiffReport.json(diffs) : DiffReport.text(diffs);
        if (!report.isEmpty()) {
            context.console().print(report);
        }
        if (!output.isJson()) {
            context.console()
                    .note(diffs.size() + (diffs.size() == 1 ? " AgentRunner" : " AgentRunners") + ": "
                            + (different == 0 ? "no difference" : different + " would change"));
        }
        return different == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
