package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** Decides whether a value is as conditions of the CustomResourceDefinition want it. */
@FunctionalInterface
public interface Conditions {

    /** Those that are written in Java, which need no time to load. */
    Conditions IN_JAVA = (schema, self) -> rule -> SchemaRules.holds(rule, self);

    /**
     * Whether a condition holds of a value. One about a former version of the object holds for any.
     *
     * @param schema of the value
     * @return asks for one condition in CEL, as the definition has it
     */
    Predicate<String> of(JsonNode schema, JsonNode self);
}
