package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The width of integers and the form of dates, as in Kubernetes' own types. */
final class Formats implements Schema.Visitor {
    private static final Set<String> INT64 = Set.of(
            "runAsUser",
            "runAsGroup",
            "fsGroup",
            "terminationGracePeriodSeconds",
            "tolerationSeconds",
            "expirationSeconds",
            "seconds",
            "observedGeneration");

    private static final Set<String> TIMES = Set.of("lastTransitionTime", "startTime", "completionTime");

    @Override
    public void visit(String path, ObjectNode schema) {
        var field = Schema.lastField(path);
        if (schema.path("type").asText().equals("integer")) {
            schema.put("format", INT64.contains(field) ? "int64" : "int32");
        } else if (TIMES.contains(field)) {
            schema.put("format", "date-time");
        }
    }
}
