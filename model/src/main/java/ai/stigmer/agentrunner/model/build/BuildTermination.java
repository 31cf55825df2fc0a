package ai.stigmer.agentrunner.model.build;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What build.sh says by its container's termination message. */
sealed interface BuildTermination {

    /** An image was built and pushed. */
    record Built(String digest, Optional<String> commit) implements BuildTermination {}

    /**
     * None was.
     *
     * @param stage where the script was
     * @param log its end, readable
     */
    record Failed(String stage, String log) implements BuildTermination {}

    /** It is of another's hand, or there is none. */
    record Nothing() implements BuildTermination {}

    /** What git said is left to {@link GitCommit}. */
    Pattern BUILT = Pattern.compile("built (sha256:[0-9a-f]+) \\d+\\s(.*)", Pattern.DOTALL);

    Pattern FAILED = Pattern.compile("failed ([A-Z][a-z]+)\n(.*)", Pattern.DOTALL);
    /** Of colours, and of terminals otherwise. */
    Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n]]");

    static BuildTermination of(@Nullable String message) {
        var text = message == null ? "" : message;
        var built = BUILT.matcher(text);
        if (built.matches()) {
            return new Built(built.group(1), GitCommit.in(built.group(2)));
        }
        var failed = FAILED.matcher(text);
        return failed.matches() ? new Failed(failed.group(1), readable(failed.group(2))) : new Nothing();
    }

    /** A progress bar writes over what it said, by a carriage return. */
    private static String readable(String log) {
        var plain = ESCAPE.matcher(log).replaceAll("").replace('\r', '\n').replace('\t', ' ');
        return CONTROL.matcher(plain).replaceAll("").stripTrailing();
    }
}
