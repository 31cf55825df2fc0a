package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The example of each command's help is one. There is no container runtime and no cluster here: a command that needs one gets
 * as far as to ask for it, which it does with arguments and manifests that it can use.
 */
class ExamplesTest {
    private static final Set<String> WITHOUT_RUNTIME =
            Set.of("init", "validate", "render", "schema", "completion", "version");

    private static final String RUNNER = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec:
            """;

    private static final String BUILD =
            "  build: {source: {inline: {files: {Dockerfile: FROM scratch}}}, output: {repository: registry.example/demo}}\n";

    static Stream<CommandLine> commands() {
        return leaves(AgentRunnerCommand.commandLine(Calls.context()));
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        var below = command.getSubcommands();
        return below.isEmpty() ? Stream.of(command) : below.values().stream().flatMap(ExamplesTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runs(CommandLine command, @TempDir Path folder) throws IOException {
        var name = command.getCommandSpec().qualifiedName();
        var footer = command.getCommandSpec().usageMessage().footer();
        assertThat(footer).as("the examples of %s", name).hasSize(1);
        assertThat(footer[0]).startsWith(name);
        if (!command.getCommandName().equals("init")) {
            Files.writeString(folder.resolve("demo.yaml"), RUNNER + "  version: 1.4.2\n");
            Files.writeString(folder.resolve("build.yaml"), RUNNER + BUILD);
        }
        var words = List.of(footer[0].replaceFirst(" > .*", "").split(" "));
        var result = Calls.call(
                "", words.stream().skip(1).map(word -> inFolder(word, folder)).toArray(String[]::new));
        assertThat(result.exit())
                .as("%s%n%s%s", footer[0], result.out(), result.err())
                .isEqualTo(expected(command.getCommandName()).number());
    }

    private static ExitCode expected(String command) {
        if (command.equals("diff")) {
            return ExitCode.NO_CLUSTER;
        }
        return WITHOUT_RUNTIME.contains(command) ? ExitCode.OK : ExitCode.NO_RUNTIME;
    }

    private static String inFolder(String word, Path folder) {
        return word.endsWith(".yaml") ? folder.resolve(word).toString() : word;
    }
}
