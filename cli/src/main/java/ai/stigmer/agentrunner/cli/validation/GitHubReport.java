package ai.stigmer.agentrunner.cli.validation;

import java.util.stream.Collectors;

/** Workflow commands, of which GitHub makes annotations: {@code ::error file=…,line=…::message}. */
final class GitHubReport {

    private GitHubReport() {}

    static String write(Report report) {
        return report.findings().stream().map(GitHubReport::command).collect(Collectors.joining("\n"));
    }

    private static String command(Finding finding) {
        return "::" + finding.level()
                + " file=" + property(finding.file())
                + ",line=" + finding.place().line()
                + ",col=" + finding.place().column()
                + ",title=" + property(finding.rule())
                + "::" + escaped(finding.text());
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
