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

    /** Around the command, which is quoted: a quotation mark in it has a backslash before it. */
    private static final String PROCESS = "process \"";

    private static final String FAILED = "\" did not complete successfully: ";

    /** Of a line of its output: the number of the step, where others print too, and the seconds since it began. */
    private static final Pattern SINCE = Pattern.compile("^(#\\d+ )?\\d+\\.\\d+ ");

    private static final Pattern PLACE = Pattern.compile("^\\S+:\\d+$");

    /** What an output begins with: before it there may be that of other steps. */
    private static final String OUTPUT = " > [";

    /**
     * @param log its end
     * @param error buildctl's last words
     * @return empty: something else failed
     */
    static Optional<FailedStep> in(String log, String error) {
        var begin = error.indexOf(PROCESS);
        var end = error.lastIndexOf(FAILED);
        if (begin < 0 || end < begin + PROCESS.length()) {
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
                output.add(SINCE.matcher(line).replaceFirst(""));
            } else if (PLACE.matcher(line).matches()) {
                place = line;
            } else if (line.contains(" | >>> ")) {
                command.add(line.substring(line.indexOf(">>>") + 3).strip());
            }
        }
        return Optional.of(new FailedStep(
                place, command, error.substring(end + FAILED.length()).strip(), output));
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

    boolean isOutOfDisk() {
        return output.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("no space left on device"));
    }
}
