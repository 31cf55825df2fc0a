package ai.stigmer.agentrunner.cli.validation;

import java.util.stream.Collectors;

/** One line a finding, and the fix below it. */
final class TextReport {

    private TextReport() {}

    static String write(Report report) {
        return report.findings().stream().map(TextReport::line).collect(Collectors.joining("\n"));
    }

    private static String line(Finding finding) {
        return finding.file() + ":" + finding.place().line() + ":"
                + finding.place().column() + ": " + finding.level() + ": "
                + (finding.object().isEmpty() ? "" : finding.object() + ": ")
                + finding.message() + " [" + finding.rule() + "]"
                + (finding.fix().isEmpty() ? "" : "\n    " + finding.fix());
    }
}
