package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.model.plan.PodSpecOwners;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of an object's managedFields only what is asked for all the time: whether the operator has applied it, and what
 * others own in the spec of its pods, which is nearly always nothing. All of them would be most of the heap.
 */
final class ManagedFields extends StdDeserializer<List<ManagedFieldsEntry>> {
    private static final long serialVersionUID = 1;

    private static final ManagedFieldsEntry OWN = new ManagedFieldsEntryBuilder()
            .withManager(Write.OPERATOR)
            .withOperation("Apply")
            .build();

    /** One for all objects. */
    private static final List<ManagedFieldsEntry> APPLIED = List.of(OWN);

    ManagedFields() {
        super(List.class);
    }

    @Override
    public List<ManagedFieldsEntry> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var isApplied = false;
        var others = new ArrayList<ManagedFieldsEntry>(0);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            var entry = entry(parser, context);
            if (!Write.OPERATOR.equals(entry.getManager())) {
                if (entry.getFieldsV1() != null) {
                    others.add(entry);
                }
            } else if ("Apply".equals(entry.getOperation())) {
                isApplied = true;
            }
        }
        if (others.isEmpty()) {
            return isApplied ? APPLIED : List.of();
        }
        if (isApplied) {
            others.add(OWN);
        }
        return others;
    }

    private static ManagedFieldsEntry entry(JsonParser parser, DeserializationContext context) throws IOException {
        var entry = new ManagedFieldsEntry();
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "manager" -> entry.setManager(parser.getText());
                case "operation" -> entry.setOperation(parser.getText());
                case "subresource" -> entry.setSubresource(parser.getText());
                case "fieldsV1" -> entry.setFieldsV1(podSpec(parser, context, 0));
                default -> parser.skipChildren();
            }
        }
        return entry;
    }

    /** The fields within the pods' spec, under their whole path; null: there are none. */
    private static @Nullable FieldsV1 podSpec(JsonParser parser, DeserializationContext context, int depth)
            throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return null;
        }
        FieldsV1 found = null;
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (!PodSpecOwners.POD_SPEC.get(depth).equals(field)) {
                parser.skipChildren();
            } else if (depth == PodSpecOwners.POD_SPEC.size() - 1) {
                found = under(field, context.readValue(parser, Map.class));
            } else {
                var inner = podSpec(parser, context, depth + 1);
                found = inner == null ? null : under(field, inner.getAdditionalProperties());
            }
        }
        return found;
    }

    private static FieldsV1 under(String field, Map<?, ?> fields) {
        var parent = new FieldsV1();
        parent.setAdditionalProperty(field, fields);
        return parent;
    }
}
