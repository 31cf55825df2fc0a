package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The CEL rules: those of embedded types are added, and the generator's repetitions removed. */
final class Rules implements Schema.Visitor {
    private static final String FIELD = "x-kubernetes-validations";
    private final JsonNode embedded;

    Rules(JsonNode embedded) {
        this.embedded = embedded;
    }

    @Override
    public void visit(String path, ObjectNode schema) {
        unique(schema);
        embedded.forEach(entry -> {
            if (path.matches(entry.get("path").asText())) {
                entry.path("limit").properties().forEach(limit -> schema.set(limit.getKey(), limit.getValue()));
                if (entry.has("rule")) {
                    schema.withArray(FIELD)
                            .addObject()
                            .put("message", entry.get("message").asText())
                            .put("rule", entry.get("rule").asText());
                }
            }
        });
    }

    /** The generator finds a rule on a record's component twice: at its field and at its accessor. */
    private static void unique(ObjectNode schema) {
        var rules = schema.path(FIELD).valueStream().distinct().toList();
        if (!rules.isEmpty()) {
            schema.putArray(FIELD).addAll(rules);
        }
    }
}
