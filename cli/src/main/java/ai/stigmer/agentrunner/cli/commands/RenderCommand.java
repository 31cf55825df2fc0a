package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.cli.objects.RenderedObjects;
import ai.stigmer.agentrunner.cli.output.YamlWriter;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.spec.References;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what the operator would make; asks neither a cluster nor a runtime. */
@Command(
        name = "render",
        description = {
            "Print the objects that the operator would make of each AgentRunner of the files, as YAML, e.g. for the review"
                    + " of a pull request.",
            "The same files give the same text. What only a cluster knows is left out: the AgentRunner's uid, and the"
                    + " hash of what was applied, which it is part of."
        },
        footer = "agentrunner render demo.yaml")
final class RenderCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    private final Context context;

    RenderCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var model = OperatorModel.ofCluster(options.policy());
        var manifests = ManifestReader.readForCluster(options.files(context));
        var documents = manifests.each(source -> documents(source, manifests, model)).stream()
                .flatMap(List::stream)
                .toList();
        manifests.runners().forEach(source -> tell(source, manifests));
        context.console().print(String.join("---\n", documents).stripTrailing());
        return ExitCode.OK.number();
    }

    private static List<String> documents(Manifests.Source source, Manifests manifests, OperatorModel model) {
        var runner = source.runner();
        var digests = manifests.digests(runner.getMetadata().getNamespace());
        return model.objects(runner, digests).stream()
                .map(object -> "# AgentRunner " + NamespacedName.of(runner) + "\n"
                        + YamlWriter.text(RenderedObjects.tree(object)))
                .toList();
    }

    /** What would be otherwise in a cluster that has more than the files. */
    private void tell(Manifests.Source source, Manifests manifests) {
        var runner = source.runner();
        var name = NamespacedName.of(runner);
        var missing = new TreeSet<>(References.of(runner).configMaps());
        missing.removeAll(manifests.digests(name.namespace()).keySet());
        missing.forEach(configMap -> context.console()
                .note(name + ": the hash of ConfigMap " + configMap + " is left out: it is not in the files"));
        if (runner.getSpec().build() != null) {
            context.console().note(name + ": the Deployment is left out: its image is built first");
        }
    }
}
