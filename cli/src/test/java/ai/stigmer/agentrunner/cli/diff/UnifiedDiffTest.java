package ai.stigmer.agentrunner.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static final List<String> NUMBERS =
            IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList();

    @Test
    void the_same_text_has_no_changes() {
        assertThat(UnifiedDiff.of(NUMBERS, NUMBERS)).isEmpty();
        assertThat(UnifiedDiff.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void a_changed_line_stands_between_three_others_on_each_side() {
        assertThat(UnifiedDiff.of(NUMBERS, with(10, "ten")))
                .containsExactly("@@ -7,7 +7,7 @@", " 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13");
    }

    @Test
    void changes_with_at_most_six_lines_between_them_are_shown_as_one() {
        var close = new ArrayList<>(with(5, "five"));
        close.set(11, "twelve");
        assertThat(UnifiedDiff.of(NUMBERS, close))
                .filteredOn(line -> line.startsWith("@@"))
                .containsExactly("@@ -2,14 +2,14 @@");
        var apart = new ArrayList<>(with(5, "five"));
        apart.set(12, "thirteen");
        assertThat(UnifiedDiff.of(NUMBERS, apart))
                .filteredOn(line -> line.startsWith("@@"))
                .containsExactly("@@ -2,7 +2,7 @@", "@@ -10,7 +10,7 @@");
    }

    /** As GNU diff has it: an empty range begins after the line before it. */
    @Test
    void a_text_that_is_new_or_gone_is_counted_from_nothing() {
        assertThat(UnifiedDiff.of(List.of(), List.of("a", "b"))).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
        assertThat(UnifiedDiff.of(List.of("a"), List.of())).containsExactly("@@ -1 +0,0 @@", "-a");
        assertThat(UnifiedDiff.of(NUMBERS.subList(0, 4), NUMBERS.subList(0, 5)))
                .containsExactly("@@ -2,3 +2,4 @@", " 2", " 3", " 4", "+5");
    }

    @Test
    void either_text_is_found_again_in_it() {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var before = random(random);
            var after = random(random);
            var changes = UnifiedDiff.of(before, after);
            assertThat(patched(before, changes)).as("%s", changes).isEqualTo(after);
        }
    }

    @Test
    void texts_that_are_too_large_to_be_compared_line_by_line_are_shown_whole() {
        var before = IntStream.range(0, 3000).mapToObj(i -> "a" + i % 7).toList();
        var after = IntStream.range(0, 3000).mapToObj(i -> "b" + i % 7).toList();
        assertThat(UnifiedDiff.of(before, after)).hasSize(6001);
    }

    private static List<String> random(Random random) {
        return random.ints(random.nextInt(30), 0, 4).mapToObj(i -> "line " + i).toList();
    }

    private static List<String> with(int line, String text) {
        var changed = new ArrayList<>(NUMBERS);
        changed.set(line - 1, text);
        return changed;
    }

    /** As patch does it. */
    private static List<String> patched(List<String> before, List<String> changes) {
        var after = new ArrayList<String>();
        int next = 0;
        for (var line : changes) {
            if (line.startsWith("@@")) {
                var range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
                int start = Integer.parseInt(range[0]) - (range.length == 2 && range[1].equals("0") ? 0 : 1);
                after.addAll(before.subList(next, start));
                next = start;
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                assertThat(before.get(next++)).isEqualTo(line.substring(1));
                if (line.startsWith(" ")) {
                    after.add(line.substring(1));
                }
            }
        }
        after.addAll(before.isEmpty() ? Collections.emptyList() : before.subList(next, before.size()));
        return after;
    }
}
