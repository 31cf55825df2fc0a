package ai.stigmer.agentrunner.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that holds the tables of runs, each between two marks. */
final class Page {

    private Page() {}

    /**
     * The page with these tables instead of those in it.
     *
     * @throws IllegalArgumentException where it has no place for them
     */
    static String with(RunKind kind, String tables, String page) {
        var begin = "<!-- figures: " + kind.label() + " -->\n";
        var end = "<!-- end of figures: " + kind.label() + " -->";
        var place = Pattern.compile("(" + begin + ").*(" + end + ")", Pattern.DOTALL)
                .matcher(page);
        if (!place.find()) {
            throw new IllegalArgumentException("the page has no " + begin + "... " + end);
        }
        return place.replaceFirst("$1" + Matcher.quoteReplacement(tables) + "$2");
    }
}
