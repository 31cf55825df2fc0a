package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first manifest is one that a cluster takes. */
class InitCommandTest {

    static Stream<List<String>> options() {
        return Stream.of(
                List.of(),
                List.of("worker-1", "-n", "agents", "--provider", "openai", "--model", "a: b # c"),
                List.of("--for", "minikube", "--workspace", "ephemeral", "--provider", "anthropic"),
                List.of("--for", "cloud", "--temporal", "example.tmprl.cloud:7233", "--workspace", "files"),
                List.of("--build", "inline", "--repository", "registry.example.com/team/worker"),
                List.of("--build", "https://git.example.com/team/worker.git", "--tag", "1.10"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void is_valid_without_a_warning_and_can_be_rendered(List<String> options, @TempDir Path folder) throws IOException {
        var policy = Files.writeString(folder.resolve("values.yaml"), "policy: {allowBuilds: true}\n")
                .toString();
        var arguments = new ArrayList<>(List.of("init"));
        arguments.addAll(options);
        var result = Calls.call("", arguments.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        var validated = Calls.call(result.out(), "validate", "--warnings-as-errors", "--policy", policy, "-");
        assertThat(validated.out()).isEmpty();
        assertThat(validated.exit()).isZero();
        assertThat(Calls.call(result.out(), "render", "--policy", policy, "-").exit())
                .isZero();
    }

    @Test
    void tells_the_commands_that_make_its_secrets() {
        var result =
                Calls.call("", "init", "-n", "agents", "--provider", "openai", "--temporal", "a.b.tmprl.cloud:7233");
        assertThat(result.err())
                .contains(
                        "Next: kubectl create secret generic openai -n agents --from-literal=api-key=\"$OPENAI_API_KEY\"")
                .contains("kubectl create secret generic temporal -n agents");
        assertThat(result.out())
                .contains("#   kubectl create secret generic openai -n agents")
                .contains("apiKeySecretRef: {name: openai, key: api-key}")
                .contains("namespace: a.b\n");
    }

    @Test
    void what_no_option_says_is_asked_where_somebody_can_answer() {
        var err = new ByteArrayOutputStream();
        var out = new ByteArrayOutputStream();
        var answers = "mine\nminikube\n\n\nephemeral\n\n";
        var context = new Context(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false),
                new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                true);
        assertThat(AgentRunnerCommand.execute(context, "init", "--model", "llama3.2"))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Name [demo]: ")
                .doesNotContain("Model");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("name: mine\n", "address: host.minikube.internal:7233", "model: llama3.2\n");
    }

    @Test
    void an_answer_that_can_not_be_is_told_and_no_file_is_written(@TempDir Path folder) throws IOException {
        var file = folder.resolve("demo.yaml");
        var result = Calls.call("", "init", "Not A Name", "--file", file.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("metadata.name: write a name of lower-case letters");
        assertThat(file).doesNotExist();
        assertThat(Calls.call("", "init", "--for", "mars").err()).contains("write kind, minikube, cloud");
        Files.writeString(file, "mine");
        assertThat(Calls.call("", "init", "--file", file.toString()).err()).contains("is there already");
        assertThat(file).hasContent("mine");
    }
}
