package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is what the commands say of themselves. */
class CliPageTest {

    /** {@code -Dgolden.update} writes it instead of comparing it. */
    @Test
    void the_checked_in_page_is_the_generated_one() throws IOException {
        var file = Repository.root().resolve("docs/cli.md");
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, page());
        }
        assertThat(Files.readString(file))
                .as("docs/cli.md is out of date: run make generate and commit it")
                .isEqualTo(page());
    }

    private static String page() {
        var root = AgentRunnerCommand.commandLine(Calls.context());
        var lines = new ArrayList<>(List.of(
                "# agentrunner",
                "",
                "`agentrunner` runs an AgentRunner manifest as a container of this machine's Docker or Podman: image,"
                        + " environment, mounts, user, limits and check are those of the pod that the operator would make."
                        + " `validate` and `render` tell what a cluster would say to it and make of it, `diff` what would"
                        + " change in one."
                        + " `make cli` builds it into `cli/target/agentrunner/bin`; on the PATH it is `kubectl"
                        + " agentrunner`, too.",
                "",
                "This page is generated from the commands' own help (`make generate`).",
                "",
                "```",
                usage(root),
                "```",
                "",
                "## Exit codes",
                "",
                "Of every command; `agentrunner exec` otherwise ends with the exit code of the command that it runs.",
                "",
                "| code | meaning |",
                "|---|---|"));
        Stream.of(ExitCode.values()).map(CliPageTest::row).forEach(lines::add);
        root.getSubcommands().values().forEach(command -> add(command, lines));
        return String.join("\n", lines) + "\n";
    }

    private static String row(ExitCode code) {
        return "| " + code.number() + " | " + code.meaning() + " |";
    }

    private static void add(CommandLine command, List<String> lines) {
        var name = command.getCommandSpec().qualifiedName();
        lines.addAll(List.of("", "## " + name, "", "```", usage(command), "```"));
        command.getSubcommands().values().forEach(below -> add(below, lines));
    }

    /** The exit codes are the same for all of them and have a table of their own. */
    private static String usage(CommandLine command) {
        var text = command.getUsageMessage(Ansi.OFF);
        int codes = text.indexOf("\nExit codes:");
        int example = text.indexOf("\nExample:");
        return (text.substring(0, codes) + (example < 0 ? "" : text.substring(example))).stripTrailing();
    }
}
