package ai.stigmer.agentrunner.cli.validation;

/** How findings are written. */
public enum FindingFormat {
    /** For people, as compilers do. */
    text,
    json,
    /** SARIF 2.1.0, which code hosts show beside the lines. */
    sarif,
    /** Commands of a GitHub Actions workflow. */
    github;

    /** All of the report, without the line feed at its end; empty: there is nothing to say. */
    public String write(Report report, String version) {
        return switch (this) {
            case text -> TextReport.write(report);
            case json -> JsonReport.write(report);
            case sarif -> SarifReport.write(report, version);
            case github -> GitHubReport.write(report);
        };
    }
}
