package ai.stigmer.agentrunner.model.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The step of a Dockerfile that failed, as buildctl prints it at the end of its log. What the step itself printed, and
 * what the Dockerfile says, is told from what BuildKit says.
 *
 * @param place file and line, e.g. Dockerfile:3; empty: the log has none
 * @param command as the Dockerfile has it
 * @param outcome e.g. exit code: 1
 * @param output the last lines of what it printed
 */
record FailedStep(String place, List<String> command, String outcome, List<String> output) {

    /** The command is quoted: a quotation mark in it has a backslash before it. */
    private static final Pattern ERROR =
            Pattern.compile("process \".*\" did not complete successfully: (.*)", Pattern.DOTALL);

    /** What an output begins with: before it there may be that of other steps. */
    private static final String OUTPUT = " > [";

    /**
     * Finds it.
     *
     * @param log its end
     * @param error buildctl's last words
     * @return empty: something else failed
     */
    static Optional<FailedStep> in(String log, String error) {
        var step = ERROR.matcher(error);
        if (!step.find()) {
            return Optional.empty();
        }
        var output = new ArrayList<String>();
        var command = new ArrayList<String>();
        var place = "";
        // A long output may have lost its beginning.
        var isInOutput = log.lines().noneMatch(line -> line.startsWith(OUTPUT));
        for (var line : log.lines().toList()) {
            if (line.startsWith(OUTPUT)) {
                isInOutput = true;
                output.clear();
            } else if (line.startsWith("------")) {
                isInOutput = false;
            } else if (isInOutput) {
                output.add(line.replaceFirst("^(#\\d+ )?\\d+\\.\\d+ ", ""));
            } else if (line.matches("\\S+:\\d+")) {
                place = line;
            } else if (line.contains(" | >>> ")) {
                command.add(line.substring(line.indexOf(">>>") + 3).strip());
            }
        }
        return Optional.of(new FailedStep(place, command, step.group(1).strip(), output));
    }

    /** SIGKILL ended it. */
    boolean wasKilled() {
        return outcome.startsWith("exit code: 137");
    }

    /** The container's runtime was not allowed to start it. */
    boolean isForbiddenByRuntime() {
        return output.stream().anyMatch(line -> line.startsWith("runc run failed: "));
    }

    /** Its programs are of another platform than the node. */
    boolean isOfAnotherPlatform() {
        return output.stream().anyMatch(line -> line.endsWith(": exec format error"));
    }

    /** Any program says so. */
    boolean isOutOfDisk() {
        return output.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("no space left on device"));
    }
}
