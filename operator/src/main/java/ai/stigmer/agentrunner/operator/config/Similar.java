package ai.stigmer.agentrunner.operator.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;

/** Finds the known name that is most like a mistyped one. */
final class Similar {

    private Similar() {}

    /**
     * @param known must not be empty
     */
    static <T> String to(String typed, Collection<T> known, Function<T, String> name) {
        return known.stream()
                .map(name)
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's distance: the least number of letters to add, remove or replace. */
    static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
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
