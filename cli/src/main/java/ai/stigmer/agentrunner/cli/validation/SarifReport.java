package ai.stigmer.agentrunner.cli.validation;

import ai.stigmer.agentrunner.cli.manifest.Mistake;
import ai.stigmer.agentrunner.cli.output.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** SARIF 2.1.0 (docs.oasis-open.org/sarif). */
final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static final Map<String, String> TITLES =
            Arrays.stream(Mistake.Kind.values()).collect(Collectors.toMap(Mistake.Kind::id, Mistake.Kind::title));

    private SarifReport() {}

    static String write(Report report, String version) {
        var driver = new LinkedHashMap<String, Object>();
        driver.put("name", "agentrunner");
        driver.put("version", version);
        driver.put(
                "rules",
                report.findings().stream()
                        .map(Finding::rule)
                        .distinct()
                        .map(SarifReport::rule)
                        .toList());
        var run = new LinkedHashMap<String, Object>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put("results", report.findings().stream().map(SarifReport::result).toList());
        var all = new LinkedHashMap<String, Object>();
        all.put("$schema", SCHEMA);
        all.put("version", "2.1.0");
        all.put("runs", List.of(run));
        return Json.text(all);
    }

    private static Map<String, Object> rule(String id) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("id", id);
        rule.put("shortDescription", Map.of("text", TITLES.getOrDefault(id, "What the operator says: " + id + ".")));
        return rule;
    }

    private static Map<String, Object> result(Finding finding) {
        var result = new LinkedHashMap<String, Object>();
        result.put("ruleId", finding.rule());
        result.put("level", finding.level());
        result.put("message", Map.of("text", finding.text()));
        var region = new LinkedHashMap<String, Object>();
        region.put("startLine", finding.place().line());
        region.put("startColumn", finding.place().column());
        var location = new LinkedHashMap<String, Object>();
        location.put("artifactLocation", Map.of("uri", uri(finding.file())));
        location.put("region", region);
        result.put("locations", List.of(Map.of("physicalLocation", location)));
        return result;
    }

    /** Relative to where the command was called, as the file was named. */
    private static String uri(String file) {
        return file.equals("-")
                ? "stdin"
                : Path.of(file).normalize().toString().replace('\\', '/').replace(" ", "%20");
    }
}
