package ai.stigmer.agentrunner.cli.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one was probably meant to be. */
public final class Similar {

    private Similar() {}

    /** Empty where nothing known is near: more than a third of the letters differ. */
    public static Optional<String> to(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
                .filter(candidate -> distance(typed, candidate) <= Math.max(1, candidate.length() / 3));
    }

    /** Levenshtein's, whatever the case: how many letters to add, remove or replace. */
    private static int distance(String typed, String candidate) {
        var one = typed.toLowerCase(Locale.ROOT);
        var other = candidate.toLowerCase(Locale.ROOT);
        var row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= Math.min(one.length(), 100); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int replace = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replace, 1 + Math.min(row[column - 1], row[column]));
            }
        }
        return row[other.length()];
    }
}
