package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.BuildPlanner;
import ai.stigmer.agentrunner.cli.container.ContainerPlan;
import ai.stigmer.agentrunner.cli.container.ContainerPlanner;
import ai.stigmer.agentrunner.cli.container.LocalAddresses;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.container.RunOptions;
import ai.stigmer.agentrunner.cli.container.UnsupportedFields;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the files to the containers, before any runtime is asked; all that is wrong is told at once. */
final class Preparation {
    private final Context context;
    private final OperatorModel model;

    Preparation(Context context, OperatorModel model) {
        this.context = context;
        this.model = model;
    }

    /**
     * The containers of all AgentRunners in the files.
     *
     * @param byDefault what is meant where no file is named; empty: then one has to be
     * @param strict whether a field that a container can't honour is an error
     */
    List<Prepared> prepare(ManifestOptions options, String byDefault, boolean strict) {
        var files = options.files(byDefault);
        var manifests = ManifestReader.read(new ManifestFiles(context.input()).read(files));
        manifests.ignored().forEach(other -> context.console()
                .note(other + " is left out: only AgentRunner, Secret and ConfigMap are read"));
        if (manifests.runners().isEmpty()) {
            throw Failure.invalid(String.join(", ", files) + ": there is no AgentRunner in it");
        }
        var configuration = options.secrets(manifests.configuration(), context.environment());
        var runOptions = options.options(context.environment());
        if (runOptions.workspace().isPresent() && manifests.runners().size() > 1) {
            throw Failure.invalid("--workspace is one folder, and there are "
                    + manifests.runners().size() + " AgentRunners: run them one by one");
        }
        var problems = new ArrayList<String>();
        var prepared = new ArrayList<Prepared>();
        for (var source : manifests.runners()) {
            try {
                prepared.add(prepare(source, configuration, runOptions));
            } catch (Failure e) {
                problems.add(source.position() + ": " + e.sentence());
            }
        }
        prepared.forEach(one -> problems.addAll(missing(one)));
        if (strict) {
            prepared.forEach(one -> problems.addAll(unsupported(one)));
        }
        if (!problems.isEmpty()) {
            throw Failure.invalid(String.join("\n", problems));
        }
        return prepared;
    }

    private Prepared prepare(Manifests.Source source, Configuration configuration, RunOptions options) {
        model.refuse(source.runner());
        var name = source.runner().getMetadata().getName();
        var build = model.build(source.runner())
                .map(asked -> BuildPlanner.plan(name, asked, configuration, options.workspace()));
        var local =
                LocalAddresses.rewrite(build.map(planned -> BuildPlanner.withImage(source.runner(), planned.image()))
                        .orElse(source.runner()));
        var runner = local.runner();
        var plan = ContainerPlanner.plan(runner, model.deployment(runner), configuration, options);
        var unsupported = new ArrayList<>(UnsupportedFields.of(source.runner()));
        unsupported.addAll(plan.unsupported());
        var labelled = new ContainerPlan(
                ContainerPlanner.labelled(plan.spec(), source.position()), unsupported, plan.missing());
        return new Prepared(
                source.runner(), build, runner, labelled, local.changed(), pullSecrets(plan, configuration));
    }

    private static List<Map<String, byte[]>> pullSecrets(ContainerPlan plan, Configuration configuration) {
        return plan.spec().pullSecrets().stream()
                .map(configuration::secret)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> missing(Prepared prepared) {
        return prepared.plan().missing().stream()
                .map(object -> prepared.name() + ": " + Reason.ContainerConfigError + ": " + object
                        + " is missing: put it into the file, or give it with --secret, --from-env or --env-file")
                .toList();
    }

    static List<String> unsupported(Prepared prepared) {
        return prepared.plan().unsupported().stream()
                .map(field ->
                        prepared.name() + ": " + field.field() + " has no effect in a container: " + field.instead())
                .toList();
    }

    /** What the user should know of what is going to run. */
    void tell(Prepared prepared) {
        var console = context.console();
        prepared.changed()
                .forEach(change -> console.note(prepared.name() + ": " + change.field() + " " + change.from()
                        + " is this machine, which the container reaches as " + change.to()));
        model.warnings(prepared.runner()).stream()
                .filter(warning -> !warning.reason().equals(Reason.SharedReadWriteOnceClaim.name()))
                .forEach(warning -> console.warn(prepared.name() + ": " + warning.sentence()));
        model.allowancesUsed(prepared.manifest())
                .forEach(permission -> console.note(prepared.name() + ": uses " + permission.grants()
                        + ", allowed here; a cluster needs " + permission.setting()));
        unsupported(prepared).forEach(console::warn);
    }
}
