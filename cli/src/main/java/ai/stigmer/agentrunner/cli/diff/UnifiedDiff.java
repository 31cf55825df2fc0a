package ai.stigmer.agentrunner.cli.diff;

import java.util.ArrayList;
import java.util.List;

/** Two texts compared line by line, as {@code diff -u} shows it. */
final class UnifiedDiff {
    /** Lines that are shown before and after a change. */
    private static final int CONTEXT = 3;

    /**
     * Lines of the one text times lines of the other, without what both begin and end with. Where there are more, all of it
     * counts as changed: to find out what is not would take more than 16 MB.
     */
    private static final long MOST = 4_000_000;

    private static final char SAME = ' ';
    private static final char REMOVED = '-';
    private static final char ADDED = '+';

    private UnifiedDiff() {}

    private record Line(char mark, String text) {}

    /** The changes with their places, without the names of what is compared; empty: the texts are the same. */
    static List<String> of(List<String> before, List<String> after) {
        return hunks(script(before, after));
    }

    private static List<Line> script(List<String> before, List<String> after) {
        int begin = 0;
        int most = Math.min(before.size(), after.size());
        while (begin < most && before.get(begin).equals(after.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < most - begin && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        var script = new ArrayList<Line>();
        add(script, SAME, before.subList(0, begin));
        middle(before.subList(begin, before.size() - end), after.subList(begin, after.size() - end), script);
        add(script, SAME, before.subList(before.size() - end, before.size()));
        return script;
    }

    private static void add(List<Line> script, char mark, List<String> lines) {
        lines.forEach(line -> script.add(new Line(mark, line)));
    }

    private static void middle(List<String> before, List<String> after, List<Line> script) {
        if ((long) before.size() * after.size() > MOST) {
            add(script, REMOVED, before);
            add(script, ADDED, after);
            return;
        }
        var common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                script.add(new Line(SAME, before.get(i++)));
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                script.add(new Line(REMOVED, before.get(i++)));
            } else {
                script.add(new Line(ADDED, after.get(j++)));
            }
        }
    }

    /** Of the texts from each pair of lines on, the length of the longest common subsequence. */
    private static int[][] common(List<String> before, List<String> after) {
        var common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> hunks(List<Line> script) {
        var shown = new ArrayList<String>();
        int from = 0;
        while (from < script.size()) {
            int change = change(script, from, script.size());
            if (change == script.size()) {
                return shown;
            }
            int begin = Math.max(from, change - CONTEXT);
            int end = change;
            // Until there are so many lines without a change that two contexts leave some out.
            for (int next = change; next < script.size() && next <= end + 2 * CONTEXT + 1; ) {
                end = next;
                next = change(script, next + 1, script.size());
            }
            end = Math.min(script.size(), end + 1 + CONTEXT);
            hunk(script, begin, end, shown);
            from = end;
        }
        return shown;
    }

    /** The next line that is not the same; the end: there is none. */
    private static int change(List<Line> script, int from, int end) {
        int next = from;
        while (next < end && script.get(next).mark() == SAME) {
            next++;
        }
        return next;
    }

    private static void hunk(List<Line> script, int begin, int end, List<String> shown) {
        shown.add("@@ -" + range(script, begin, end, ADDED) + " +" + range(script, begin, end, REMOVED) + " @@");
        script.subList(begin, end).forEach(line -> shown.add(line.mark() + line.text()));
    }

    /** The first line's number and how many there are, of the text that has no lines of this mark. */
    private static String range(List<Line> script, int begin, int end, char without) {
        long count = count(script.subList(begin, end), without);
        long start = count(script.subList(0, begin), without) + (count == 0 ? 0 : 1);
        return count == 1 ? String.valueOf(start) : start + "," + count;
    }

    private static long count(List<Line> lines, char without) {
        return lines.stream().filter(line -> line.mark() != without).count();
    }
}
