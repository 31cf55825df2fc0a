package ai.stigmer.agentrunner.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that holds the tables of a run between two marks. */
final class Page {
    private static final Pattern FIGURES =
            Pattern.compile("(<!-- figures -->\n).*(<!-- end of figures -->)", Pattern.DOTALL);

    private Page() {}

    /**
     * The page with these tables instead of those in it.
     *
     * @throws IllegalArgumentException where it has no place for them
     */
    static String with(String tables, String page) {
        var place = FIGURES.matcher(page);
        if (!place.find()) {
            throw new IllegalArgumentException("the page has no <!-- figures --> ... <!-- end of figures -->");
        }
        return place.replaceFirst("$1" + Matcher.quoteReplacement(tables) + "$2");
    }
}
