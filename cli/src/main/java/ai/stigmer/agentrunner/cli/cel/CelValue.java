package ai.stigmer.agentrunner.cli.cel;

import ai.stigmer.agentrunner.cli.manifest.SchemaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value as CEL sees it, of the type that the schema says. What is null is not there. */
final class CelValue {

    private CelValue() {}

    static Object of(JsonNode value, JsonNode schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> new Fields(value, schema);
            case ARRAY -> new Items(value, schema);
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> number(value, schema);
            default -> value.asText();
        };
    }

    private static Object number(JsonNode value, JsonNode schema) {
        var isWhole = value.isIntegralNumber() && !schema.path("type").asText().equals("number");
        return isWhole ? (Object) value.asLong() : (Object) value.asDouble();
    }

    /** A view: most conditions look at a few fields of many. */
    private static final class Fields extends AbstractMap<String, Object> {
        private final JsonNode object;
        private final JsonNode schema;

        Fields(JsonNode object, JsonNode schema) {
            this.object = object;
            this.schema = schema;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && object.hasNonNull(name);
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return key instanceof String name && object.hasNonNull(name) ? field(name) : null;
        }

        private Object field(String name) {
            return of(object.get(name), SchemaType.ofField(name, schema));
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return object.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .map(entry -> (Entry<String, Object>)
                            new SimpleImmutableEntry<String, Object>(entry.getKey(), field(entry.getKey())))
                    .collect(Collectors.toSet());
        }
    }

    private static final class Items extends AbstractList<Object> {
        private final JsonNode array;
        private final JsonNode schema;

        Items(JsonNode array, JsonNode schema) {
            this.array = array;
            this.schema = schema;
        }

        @Override
        public Object get(int index) {
            return of(array.get(index), schema.path("items"));
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
