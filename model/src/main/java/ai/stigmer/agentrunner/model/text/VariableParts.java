package ai.stigmer.agentrunner.model.text;

import java.util.regex.Pattern;

/** What differs each time that the same is said: the port that a connection came from, the id of a request. */
public final class VariableParts {
    /** A port after an address; a UUID; eight hexadecimal digits or more with a decimal one among them. */
    private static final Pattern PARTS = Pattern.compile("(?<=\\.\\d{1,3}:|]:)\\d{1,5}(?![\\w.])"
            + "|\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"
            + "|\\b(?=[a-f]{0,7}\\d)[0-9a-f]{8,}+\\b");

    private VariableParts() {}

    /** The words with # in place of those parts. */
    public static String masked(String words) {
        return PARTS.matcher(words).replaceAll("#");
    }

    /** Whether two say the same. */
    public static boolean sameBut(String one, String other) {
        return one.equals(other) || masked(one).equals(masked(other));
    }
}
