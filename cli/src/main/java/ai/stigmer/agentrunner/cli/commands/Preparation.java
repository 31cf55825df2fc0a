package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.BuildPlanner;
import ai.stigmer.agentrunner.cli.container.ContainerPlan;
import ai.stigmer.agentrunner.cli.container.ContainerPlanner;
import ai.stigmer.agentrunner.cli.container.LocalAddresses;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.container.RunOptions;
import ai.stigmer.agentrunner.cli.container.UnsupportedFields;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.model.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** From the files to the containers, before any runtime is asked; all that is wrong is told at once. */
final class Preparation {
    private final Context context;
    private final OperatorModel model;
    private final UnaryOperator<AgentRunner> change;

    Preparation(Context context, OperatorModel model) {
        this(context, model, UnaryOperator.identity());
    }

    /** Of AgentRunners that are changed before anything is made of them. */
    Preparation(Context context, OperatorModel model, UnaryOperator<AgentRunner> change) {
        this.context = context;
        this.model = model;
        this.change = change;
    }

    /**
     * The containers of all AgentRunners in the files.
     *
     * @param strict whether a field that a container can't honour is an error
     */
    List<Prepared> prepare(
            List<ManifestFile> files,
            ManifestOptions options,
            List<Path> envFiles,
            List<String> published,
            boolean strict) {
        var manifests = read(files);
        var configuration = options.secrets(manifests.configuration(), context.environment());
        var runOptions = options.options(context.environment(), envFiles, published);
        if (runOptions.workspace().isPresent() && manifests.runners().size() > 1) {
            throw Failure.invalid("--workspace is one folder, and there are "
                    + manifests.runners().size() + " AgentRunners: run them one by one");
        }
        var problems = new ArrayList<>(options.unset(context.environment()));
        var prepared = new ArrayList<Prepared>();
        for (var source : manifests.runners()) {
            try {
                prepared.add(prepare(source, configuration, runOptions));
            } catch (Failure e) {
                problems.add(source.position() + ": " + e.sentence());
            }
        }
        prepared.forEach(one -> problems.addAll(missing(one.name(), one.plan().missing())));
        if (strict) {
            prepared.forEach(one -> problems.addAll(unsupported(one)));
        }
        if (!problems.isEmpty()) {
            throw Failure.invalid(String.join("\n", problems));
        }
        return prepared;
    }

    /** The images of all AgentRunners in the files. What else they refer to need not be there. */
    List<NamedImage> images(List<ManifestFile> files, ManifestOptions options) {
        var manifests = read(files);
        var configuration = options.secrets(manifests.configuration(), context.environment());
        var workspace =
                options.options(context.environment(), List.of(), List.of()).workspace();
        var problems = new ArrayList<>(options.unset(context.environment()));
        var images = manifests.runners().stream()
                .map(Manifests.Source::runner)
                .map(runner -> image(runner, configuration, workspace, problems))
                .toList();
        if (!problems.isEmpty()) {
            throw Failure.invalid(String.join("\n", problems));
        }
        return images;
    }

    private NamedImage image(
            AgentRunner runner,
            Configuration configuration,
            Optional<RunOptions.Workspace> workspace,
            List<String> problems) {
        model.refuse(runner);
        var name = runner.getMetadata().getName();
        var build = model.build(runner);
        return build.map(asked -> {
                    var planned = BuildPlanner.plan(name, asked, configuration, workspace);
                    problems.addAll(missing(name, planned.missing()));
                    return new NamedImage(
                            name, planned.build().image(), Optional.of(planned.build()), BuildPlanner.target(runner));
                })
                .orElseGet(() -> new NamedImage(name, model.image(runner), Optional.empty(), Optional.empty()));
    }

    private Manifests read(List<ManifestFile> files) {
        var manifests = ManifestReader.read(files);
        manifests.ignored().forEach(other -> context.console()
                .note(other + " is left out: only AgentRunner, Secret and ConfigMap are read"));
        if (manifests.runners().isEmpty()) {
            throw Failure.invalid(String.join(
                            ", ", files.stream().map(ManifestFile::name).toList()) + ": there is no AgentRunner in it");
        }
        return manifests;
    }

    private Prepared prepare(Manifests.Source source, Configuration configuration, RunOptions options) {
        var manifest = change.apply(source.runner());
        model.refuse(manifest);
        // Named as in the file: a trial builds, and finds, the image that run does.
        var written = source.runner().getMetadata().getName();
        var build = model.build(manifest)
                .map(asked -> BuildPlanner.plan(written, asked, configuration, options.workspace()));
        var local = LocalAddresses.rewrite(build.map(planned ->
                        BuildPlanner.withImage(manifest, planned.build().image()))
                .orElse(manifest));
        var runner = local.runner();
        var plan = ContainerPlanner.plan(runner, model.deployment(runner), configuration, options);
        var unsupported = new ArrayList<>(UnsupportedFields.of(manifest));
        unsupported.addAll(plan.unsupported());
        var missing = new ArrayList<>(build.map(BuildPlanner.Planned::missing).orElse(List.of()));
        missing.addAll(plan.missing());
        var labelled =
                new ContainerPlan(ContainerPlanner.labelled(plan.spec(), source.position()), unsupported, missing);
        return new Prepared(
                manifest,
                build.map(BuildPlanner.Planned::build),
                runner,
                labelled,
                local.changed(),
                pullSecrets(plan, configuration));
    }

    private static List<Map<String, byte[]>> pullSecrets(ContainerPlan plan, Configuration configuration) {
        return plan.spec().pullSecrets().stream()
                .map(configuration::secret)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> missing(String name, List<String> sentences) {
        return sentences.stream()
                .map(sentence -> name + ": " + Reason.ContainerConfigError + ": " + sentence)
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
