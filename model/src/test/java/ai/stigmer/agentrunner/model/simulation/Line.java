package ai.stigmer.agentrunner.model.simulation;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The last line of a story and those before it; worlds that went the same way share them. */
record Line(@Nullable Line before, String text) {

    static String story(@Nullable Line last) {
        var lines = new ArrayDeque<String>();
        for (var line = last; line != null; line = line.before()) {
            lines.addFirst(line.text());
        }
        var story = new StringBuilder();
        int number = 0;
        for (var line : lines) {
            story.append(String.format("%4d  %s%n", ++number, line));
        }
        return story.toString();
    }
}
