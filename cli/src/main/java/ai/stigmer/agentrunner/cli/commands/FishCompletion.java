package ai.stigmer.agentrunner.cli.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli doesn't write. */
final class FishCompletion {

    private FishCompletion() {}

    static String script(CommandSpec root) {
        var lines = new ArrayList<String>();
        var names = String.join(" ", root.subcommands().keySet());
        root.subcommands().forEach((name, command) -> {
            lines.add("complete -c agentrunner -f -n 'not __fish_seen_subcommand_from " + names + "' -a " + name
                    + description(command.getCommandSpec().usageMessage().description()));
            var seen = "__fish_seen_subcommand_from " + name;
            command.getCommandSpec().options().forEach(option -> lines.add(option(seen, option)));
            var below = command.getSubcommands();
            below.forEach((second, inner) -> {
                lines.add("complete -c agentrunner -f -n '" + seen + "; and not __fish_seen_subcommand_from "
                        + String.join(" ", below.keySet()) + "' -a " + second
                        + description(inner.getCommandSpec().usageMessage().description()));
                inner.getCommandSpec()
                        .options()
                        .forEach(option ->
                                lines.add(option(seen + "; and __fish_seen_subcommand_from " + second, option)));
            });
        });
        for (var name : List.of("run", "up", "down", "image")) {
            if (root.subcommands().containsKey(name)) {
                lines.add("complete -c agentrunner -F -n '__fish_seen_subcommand_from " + name + "'");
            }
        }
        return String.join("\n", lines);
    }

    private static String option(String condition, OptionSpec option) {
        var line = new StringBuilder("complete -c agentrunner -n '" + condition + "'");
        for (var name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            line.append(" -r");
        }
        return line + description(option.description());
    }

    private static String description(String[] lines) {
        return lines.length == 0 ? "" : " -d '" + lines[0].replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
