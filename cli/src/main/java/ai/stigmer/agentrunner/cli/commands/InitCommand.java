package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.starter.Answers;
import ai.stigmer.agentrunner.cli.starter.StarterManifest;
import ai.stigmer.agentrunner.cli.starter.Target;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a first manifest; asks neither a cluster nor a runtime. */
@Command(
        name = "init",
        description = {
            "Print a manifest to begin with, with comments, and the commands that make its Secrets.",
            "On a terminal, what no option says is asked; otherwise it is as usual."
        },
        footer = "agentrunner init demo --provider ollama --file demo.yaml")
final class InitCommand implements Callable<Integer> {
    /** As in manifests/samples. */
    private static final String VERSION = "1.4.2";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "the AgentRunner's name (demo)")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "where it goes; by default where kubectl's context does")
    private String namespace = "";

    @Option(names = "--for", paramLabel = "kind|minikube|cloud", description = "the cluster (kind)")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "of the model: ollama, openai, anthropic or another one (ollama)")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "by default the worker's choice")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--temporal",
            paramLabel = "HOST:PORT",
            description = "Temporal's address; by default that of this machine, or of manifests/samples/temporal.yaml")
    private Optional<String> temporal = Optional.empty();

    @Option(
            names = "--workspace",
            paramLabel = "claim|ephemeral|NAME",
            description =
                    "a volume that stays, one that goes with the pod, or a PersistentVolumeClaim of yours (claim)")
    private Optional<String> workspace = Optional.empty();

    @Option(
            names = "--build",
            paramLabel = "inline|URL",
            description = "build the image in the cluster, from lines of the manifest or a git repository")
    private Optional<String> build = Optional.empty();

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "where a built image is pushed to; by default the cluster's own registry")
    private String repository = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "the image's (" + VERSION + ")")
    private String tag = VERSION;

    @Option(names = "--file", paramLabel = "FILE", description = "write it there, where there is no such file yet")
    private Optional<Path> file = Optional.empty();

    private final Context context;

    InitCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var answers = answers(new Questions(context));
        var text = StarterManifest.text(answers);
        // With a sentence about each answer that can't be.
        ManifestReader.read(List.of(new ManifestFile("what was answered", text)));
        file.ifPresentOrElse(path -> write(path, text), () -> context.console().print(text.stripTrailing()));
        var console = context.console();
        StarterManifest.secrets(answers).forEach(command -> console.note("Next: " + command));
        console.note("Next: agentrunner validate " + file.map(Path::toString).orElse("FILE"));
        console.note("      kubectl apply -f " + file.map(Path::toString).orElse("FILE"));
        return ExitCode.OK.number();
    }

    private Answers answers(Questions questions) {
        var called = questions.ask(name, "Name", "demo");
        var cluster = target(questions.ask(target, "For kind, minikube or cloud", Target.kind.name()));
        var llm =
                questions.ask(provider, "Provider of the model: ollama, openai, anthropic or another", Answers.OLLAMA);
        return new Answers(
                called,
                namespace,
                tag,
                cluster,
                llm,
                questions.ask(model, "Model; nothing: the worker's choice", ""),
                questions.ask(temporal, "Temporal's address", Answers.usualTemporal(cluster)),
                questions.ask(workspace, "Workspace: claim, ephemeral, or the name of a claim of yours", Answers.CLAIM),
                questions.ask(build, "Build the image: inline, a git repository's address; nothing: no", ""),
                repository);
    }

    private static Target target(String name) {
        return Arrays.stream(Target.values())
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.invalid("--for " + name + ": write "
                        + Arrays.stream(Target.values()).map(Target::name).collect(Collectors.joining(", "))));
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw Failure.invalid(path + " is there already: it is left as it is; name another file with --file");
        } catch (IOException e) {
            throw Failure.failed(path + " can't be written: " + e.getMessage());
        }
    }
}
