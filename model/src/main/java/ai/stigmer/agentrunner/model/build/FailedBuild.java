package ai.stigmer.agentrunner.model.build;

import java.util.List;
import java.util.stream.Collectors;

/** A failed build in words: what went wrong, with the last lines, what to do about it, and where there is more. */
public final class FailedBuild {
    private static final int LINES = 5;
    private static final int CHARACTERS = 1000;

    private FailedBuild() {}

    /** One line for a status. */
    public static String sentence(Build build, JobState.Failed failed) {
        return "the build failed (" + failed.failure() + "): " + lastLines(failed.words()) + "; "
                + advice(failed, build) + "; see kubectl logs -n " + build.namespace() + " job/"
                + build.jobName();
    }

    /** While the next try runs. */
    public static String lastTry(Build build, int failedTries, JobState.Failed last) {
        var all = build.spec().retries() + 1;
        return "try " + failedTries + " of " + all + " failed (" + last.failure() + "): " + lastLines(last.words())
                + "; " + (all - failedTries) + " left";
    }

    private static String advice(JobState.Failed failed, Build build) {
        var spec = build.spec();
        return switch (failed.failure()) {
            case "Network", "Registry" -> "it was tried " + tries(spec.retries()) + ": " + fix(failed);
            case "Evicted" -> "it was tried " + tries(spec.retries()) + "; " + fix(failed);
            case "Disk" -> failed.fix().orElse("free or add disk on the nodes, then change spec.build.trigger");
            case "Memory" -> "raise spec.build.resources.limits.memory";
            case "Deadline" -> "raise spec.build.timeoutSeconds, which is " + spec.timeoutSeconds();
            default -> fix(failed);
        };
    }

    private static String fix(JobState.Failed failed) {
        return failed.fix().orElse("change spec.build.trigger to try again");
    }

    private static String tries(int retries) {
        return retries == 0 ? "once" : retries + 1 + " times";
    }

    /** What a tool says last tells most. */
    private static String lastLines(String words) {
        List<String> lines =
                words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var last = lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining(" | "));
        last = last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
        return last.length() <= CHARACTERS ? last : "…" + last.substring(last.length() - CHARACTERS);
    }
}
