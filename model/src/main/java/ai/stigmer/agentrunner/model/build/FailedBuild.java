package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.Messages;
import java.util.List;
import java.util.stream.Collectors;

/** A failed build in words: what went wrong, with the last lines, what to do about it, and where there is more. */
public final class FailedBuild {
    private static final int LINES = 5;
    private static final int CHARACTERS = 1000;

    private FailedBuild() {}

    /** One line for a status. */
    public static String sentence(Build build, JobState.Failed failed) {
        return "the build failed (" + failed.reason() + "): " + lastLines(failed.words()) + "; "
                + advice(failed, build) + "; see kubectl logs -n " + build.namespace() + " job/"
                + build.jobName();
    }

    /** While the next try runs. */
    public static String lastTry(Build build, int failedTries, JobState.Failed last) {
        var all = build.spec().retries() + 1;
        return "attempt " + failedTries + " of " + all + " failed (" + last.reason() + "): " + lastLines(last.words())
                + "; " + (all - failedTries) + " left";
    }

    private static String advice(JobState.Failed failed, Build build) {
        var spec = build.spec();
        return switch (failed.reason()) {
            case Network, Registry, Evicted -> "gave up after " + attempts(spec.retries() + 1) + ": " + fix(failed);
            case Disk -> failed.fix().orElse("free or add disk space on the nodes, then change spec.build.trigger");
            case Memory -> "raise spec.build.resources.limits.memory";
            case Deadline -> "raise spec.build.timeoutSeconds, now " + spec.timeoutSeconds();
            default -> fix(failed);
        };
    }

    private static String fix(JobState.Failed failed) {
        return failed.fix().orElse("change spec.build.trigger to try again");
    }

    private static String attempts(int count) {
        return count == 1 ? "1 attempt" : count + " attempts";
    }

    /** What a tool says last tells most. */
    private static String lastLines(String words) {
        List<String> lines =
                words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var last = Messages.withoutFullStop(
                lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining(" | ")));
        return Messages.end(last, CHARACTERS);
    }
}
