package ai.stigmer.agentrunner.cli.objects;

import ai.stigmer.agentrunner.model.render.Annotations;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Objects that the operator would apply, without what only the cluster knows. */
public final class RenderedObjects {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Each is the uid of the AgentRunner, or a hash that it is part of. */
    private static final List<String> OF_THE_CLUSTER = List.of(Annotations.APPLIED, Annotations.CREATED_FOR);

    private RenderedObjects() {}

    /** One of them, as the API server would get it. */
    public static ObjectNode tree(HasMetadata object) {
        return withoutIdentity(JSON.valueToTree(object));
    }

    /** The same without its uid, the AgentRunner's and the hashes that it is part of. */
    public static ObjectNode withoutIdentity(ObjectNode object) {
        var copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("uid");
        }
        copy.path("metadata").path("ownerReferences").forEach(owner -> ((ObjectNode) owner).remove("uid"));
        if (copy.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(OF_THE_CLUSTER);
            if (annotations.isEmpty()) {
                ((ObjectNode) copy.path("metadata")).remove("annotations");
            }
        }
        return copy;
    }
}
