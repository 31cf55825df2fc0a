package ai.stigmer.agentrunner.model;

/** How far apart two words are, to find what a mistyped one was meant to be. */
public final class EditDistance {

    private EditDistance() {}

    /** Levenshtein's distance: the least number of letters to add, remove or replace. Takes time by both lengths. */
    public static int between(String one, String other) {
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
