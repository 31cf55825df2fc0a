package ai.stigmer.agentrunner.cli.validation;

import java.util.List;

/**
 * What came of validating files.
 *
 * @param findings in the files' order
 * @param runners how many AgentRunners there are
 */
public record Report(List<Finding> findings, int runners) {

    public Report {
        findings = List.copyOf(findings);
    }

    /** How many would be refused for. */
    public long errors() {
        return findings.stream().filter(Finding::isError).count();
    }

    public long warnings() {
        return findings.size() - errors();
    }
}
