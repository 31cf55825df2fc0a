package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Optional;
import java.util.regex.Pattern;

/** What build.sh says by its container's termination message. */
sealed interface BuildTermination {

    /** An image was built and pushed. */
    record Built(String digest, Optional<String> commit) implements BuildTermination {}

    /**
     * @param stage where the script was
     * @param log its end, readable
     */
    record Failed(String stage, String log) implements BuildTermination {}

    /** There is none, or it has another form: a program other than build.sh wrote it. */
    record Nothing() implements BuildTermination {}

    /** What git said is left to {@link GitCommit}. */
    Pattern BUILT = Pattern.compile("^built (sha256:[0-9a-f]+) \\d+\\s(.*)", Pattern.DOTALL);

    Pattern FAILED = Pattern.compile("^failed ([A-Z][a-z]+)\n(.*)", Pattern.DOTALL);

    static BuildTermination of(ContainerStateTerminated end) {
        var text = ReportedMessages.of(end).orElse("");
        var built = BUILT.matcher(text);
        if (built.matches()) {
            return new Built(built.group(1), GitCommit.in(built.group(2)));
        }
        var failed = FAILED.matcher(text);
        return failed.matches() ? new Failed(failed.group(1), failed.group(2).stripTrailing()) : new Nothing();
    }
}
