package ai.stigmer.agentrunner.cli.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A health check's command as the runtime's API takes it. */
final class HealthCommand {
    private HealthCommand() {}

    /**
     * The arguments as they are where the runtime keeps them. Podman 4.3's Docker API splits them at white space, so that
     * one which has some goes through a shell there: that text it leaves alone.
     */
    static List<String> test(List<String> command, RuntimeKind kind) {
        if (kind == RuntimeKind.PODMAN && command.stream().anyMatch(HealthCommand::isSplit)) {
            return List.of(
                    "CMD-SHELL", command.stream().map(HealthCommand::quoted).collect(Collectors.joining(" ")));
        }
        var test = new ArrayList<>(List.of("CMD"));
        test.addAll(command);
        return test;
    }

    private static boolean isSplit(String argument) {
        return argument.isEmpty() || argument.chars().anyMatch(Character::isWhitespace);
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
