package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/** Decides whether a value is as a condition of the CustomResourceDefinition wants it. */
@FunctionalInterface
public interface Conditions {

    /** Those that are written in Java, which need no time to load. */
    Conditions IN_JAVA = (rule, schema, self) -> SchemaRules.holds(rule, self);

    /**
     * Whether it holds. One about a former version of the object holds for any.
     *
     * @param rule in CEL, as the definition has it
     * @param schema of the value
     */
    boolean holds(String rule, JsonNode schema, JsonNode self);
}
