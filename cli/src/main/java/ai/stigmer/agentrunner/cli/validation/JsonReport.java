package ai.stigmer.agentrunner.cli.validation;

import ai.stigmer.agentrunner.cli.output.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** For programs. */
final class JsonReport {

    private JsonReport() {}

    static String write(Report report) {
        var all = new LinkedHashMap<String, Object>();
        all.put("agentRunners", report.runners());
        all.put("errors", report.errors());
        all.put("warnings", report.warnings());
        all.put("findings", report.findings().stream().map(JsonReport::asMap).toList());
        return Json.text(all);
    }

    private static Map<String, Object> asMap(Finding finding) {
        var map = new LinkedHashMap<String, Object>();
        map.put("severity", finding.level());
        map.put("rule", finding.rule());
        map.put("file", finding.file());
        map.put("line", finding.place().line());
        map.put("column", finding.place().column());
        map.put("object", finding.object());
        map.put("field", finding.field());
        map.put("message", finding.message());
        map.put("fix", finding.fix());
        return map;
    }
}
