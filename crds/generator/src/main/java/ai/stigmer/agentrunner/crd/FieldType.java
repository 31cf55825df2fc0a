package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How the reference page writes a field's type. */
final class FieldType {
    private FieldType() {}

    /** In Markdown; a type of ours becomes a link to its section. */
    static String of(RecordComponent component, JsonNode field, String parent) {
        if (field.has("enum")) {
            return StreamSupport.stream(field.path("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (record(component.getGenericType()).isPresent()) {
            var section = parent + "." + component.getName();
            return (component.getType().isRecord() ? "[object](#" : "[list of objects](#")
                    + section.replace(".", "").toLowerCase(Locale.ROOT) + ")";
        }
        return name(component.getGenericType());
    }

    /** The type of ours that a field holds, or holds a list of. */
    static Optional<Class<?>> record(Type type) {
        var inner = type instanceof ParameterizedType generic && generic.getRawType() == List.class
                ? generic.getActualTypeArguments()[0]
                : type;
        return inner instanceof Class<?> plain && plain.isRecord() ? Optional.of(plain) : Optional.empty();
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? "list of " + name(generic.getActualTypeArguments()[0])
                    : "map of strings";
        }
        return PLAIN.getOrDefault(type, "*" + ((Class<?>) type).getSimpleName() + "*");
    }

    private static final Map<Type, String> PLAIN = Map.of(
            String.class, "string",
            Boolean.class, "true or false",
            Integer.class, "integer",
            Long.class, "integer",
            java.math.BigDecimal.class, "number",
            Quantity.class, "quantity",
            IntOrString.class, "integer or string");
}
