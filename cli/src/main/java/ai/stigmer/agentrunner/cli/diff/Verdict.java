package ai.stigmer.agentrunner.cli.diff;

/**
 * Yes or no, and why.
 *
 * @param why in words that follow a comma
 */
public record Verdict(boolean holds, String why) {

    /** E.g. {@code yes, because image changes}. */
    public String sentence() {
        return (holds ? "yes" : "no") + ", " + why;
    }
}
