package ai.stigmer.agentrunner.model.build;

import java.util.Optional;
import java.util.regex.Pattern;

/** The commit that BuildKit built, in what it logs of it. */
final class GitCommit {
    private static final String COMMIT = "[0-9a-f]{40,64}";

    /** E.g. {@code #1 [internal] load git source https://git.example.com/app.git#main:worker}. */
    private static final Pattern SOURCE =
            Pattern.compile("^(#\\d+) \\[internal] load git source \\S*#(" + COMMIT + ")?", Pattern.MULTILINE);

    /** An annotated tag is an object of its own; what it points to ends with {}. */
    private static final Pattern TAGGED =
            Pattern.compile("^(#\\d+) [\\d.]+ (" + COMMIT + ")\\s\\S+\\{}$", Pattern.MULTILINE);

    private static final Pattern FETCHED =
            Pattern.compile("^(#\\d+) [\\d.]+ (" + COMMIT + ")(?!\\S)", Pattern.MULTILINE);

    private GitCommit() {}

    /**
     * @param log lines of it, those of other steps perhaps among them
     * @return empty: it was built from something else
     */
    static Optional<String> in(String log) {
        var source = SOURCE.matcher(log);
        if (!source.find()) {
            return Optional.empty();
        }
        var step = source.group(1);
        return first(TAGGED, step, log)
                .or(() -> first(FETCHED, step, log))
                // One that was asked for need not be looked up.
                .or(() -> Optional.ofNullable(source.group(2)));
    }

    private static Optional<String> first(Pattern said, String step, String log) {
        return said.matcher(log)
                .results()
                .filter(result -> result.group(1).equals(step))
                .map(result -> result.group(2))
                .findFirst();
    }
}
