package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An OpenAPI schema as a tree to walk. */
final class Schema {
    /** Told of each field, each list item (path ends in []) and each map value (path ends in {}). */
    interface Visitor {
        void visit(String path, ObjectNode schema);
    }

    private Schema() {}

    static void walk(ObjectNode schema, Visitor visitor) {
        walk("", schema, visitor);
    }

    /** A path's last field, without the marks of lists and maps. */
    static String lastField(String path) {
        return path.substring(path.lastIndexOf('.') + 1).replaceAll("(\\[]|\\{})+$", "");
    }

    private static void walk(String path, ObjectNode schema, Visitor visitor) {
        visitor.visit(path, schema);
        if (schema.get("properties") instanceof ObjectNode fields) {
            fields.properties().forEach(field -> {
                var child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                walk(child, (ObjectNode) field.getValue(), visitor);
            });
        }
        if (schema.get("items") instanceof ObjectNode item) {
            walk(path + "[]", item, visitor);
        }
        if (schema.get("additionalProperties") instanceof ObjectNode value) {
            walk(path + "{}", value, visitor);
        }
    }
}
