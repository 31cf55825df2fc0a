package ai.stigmer.agentrunner.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's outcome.
 *
 * @param kind by which its aims go
 * @param machine what it ran on, and when
 * @param footprints empty unless they were asked for
 */
record Report(RunKind kind, Map<String, String> machine, List<Figures> figures, List<Footprint> footprints) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** For people: Markdown, which a terminal shows as well. */
    String tables() {
        var rows = Row.of(figures);
        return machine.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse("")
                + ".\n\n"
                + (footprints.isEmpty() ? "" : table(Footprint.table(footprints)) + "\n")
                + (figures.isEmpty() ? "" : table(measured(rows)) + "\n")
                + table(Aims.met(kind, rows, footprints));
    }

    private static List<List<String>> measured(List<Row> rows) {
        var table = new ArrayList<List<String>>();
        table.add(List.of(
                "scenario",
                "subject",
                "total s",
                "× ideal",
                "to Deployment P50 / 90 / 99 ms",
                "to Ready P50 / 90 / 99 ms",
                "Available to Ready P50 / 90 / 99 ms",
                "writes",
                "Events",
                "errors",
                "operator's CPU ms",
                "CPU of all s",
                "× ideal",
                "RSS MB, peak",
                "bench's CPU s",
                "others' CPU s"));
        for (var row : rows) {
            table.add(List.of(
                    row.scenario(),
                    row.subject(),
                    number(row.seconds(), 2),
                    number(row.secondsRatio(), 2),
                    percentiles(row.toDeployment()),
                    percentiles(row.toReady()),
                    percentiles(row.availableToReady()),
                    number(row.writes(), 2),
                    number(row.events(), 2),
                    number(row.refused(), 0),
                    number(row.operatorMillis(), 1),
                    number(row.allCpu(), 1),
                    number(row.cpuRatio(), 2),
                    row.resident() == null ? "" : number(row.resident(), 0) + ", " + number(row.residentPeak(), 0),
                    number(row.benchCpu(), 1),
                    number(row.foreignCpu(), 1)));
        }
        return table;
    }

    private static String percentiles(@Nullable Percentiles of) {
        return of == null ? "" : number(of.p50(), 0) + " / " + number(of.p90(), 0) + " / " + number(of.p99(), 0);
    }

    static String number(@Nullable Double value, int digits) {
        return value == null ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Columns as wide as their widest cell. */
    static String table(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        rows.forEach(
                row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths, " "));
            if (i == 0) {
                text.append(line(rows.get(i).stream().map(cell -> "").toList(), widths, "-"));
            }
        }
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths, String fill) {
        var line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append(fill)
                    .append(cells.get(i))
                    .append(fill.repeat(widths[i] - cells.get(i).length()))
                    .append(fill)
                    .append('|');
        }
        return line.append('\n').toString();
    }
}
