package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.model.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one was probably meant to be. */
public final class Similar {
    /** Letters; no known name is longer. */
    private static final int LONGEST = 100;

    private Similar() {}

    /** Empty where nothing known is near: more than a third of the letters differ. */
    public static Optional<String> to(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
                .filter(candidate -> distance(typed, candidate) <= Math.max(1, candidate.length() / 3));
    }

    /** Whatever the case. What is typed may be of any length. */
    private static int distance(String typed, String candidate) {
        var letters = typed.toLowerCase(Locale.ROOT);
        return EditDistance.between(
                letters.substring(0, Math.min(letters.length(), LONGEST)), candidate.toLowerCase(Locale.ROOT));
    }
}
