package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.io.IOException;
import java.util.List;

/**
 * Reads of an object's managedFields only whether the operator has applied it. Which fields those are the object's own
 * hash tells; held for each object, they would be most of the heap.
 */
final class ManagedFields extends StdDeserializer<List<ManagedFieldsEntry>> {
    private static final long serialVersionUID = 1;

    /** One for all objects. */
    private static final List<ManagedFieldsEntry> APPLIED = List.of(new ManagedFieldsEntryBuilder()
            .withManager(Write.OPERATOR)
            .withOperation("Apply")
            .build());

    ManagedFields() {
        super(List.class);
    }

    @Override
    public List<ManagedFieldsEntry> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var isApplied = false;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            isApplied |= isOwnApply(parser);
        }
        return isApplied ? APPLIED : List.of();
    }

    private static boolean isOwnApply(JsonParser parser) throws IOException {
        var isOwn = false;
        var isApply = false;
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "manager" -> isOwn = Write.OPERATOR.equals(parser.getText());
                case "operation" -> isApply = "Apply".equals(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return isOwn && isApply;
    }
}
