package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads an event of a watch straight into its type. fabric8 builds a tree of the whole object first, managedFields and
 * all, to find out its kind; the API server writes the kind first.
 */
final class WatchEvents extends StdDeserializer<WatchEvent> {
    private static final long serialVersionUID = 1;

    private static final Set<String> HEADER = Set.of("apiVersion", "kind");

    /** The types of object that are watched. */
    static final List<Class<? extends KubernetesResource>> TYPES = List.of(
            AgentRunner.class,
            Deployment.class,
            PersistentVolumeClaim.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            Pod.class,
            Job.class,
            ConfigMap.class,
            Secret.class,
            Status.class);

    private static final Map<Map<String, String>, Class<? extends KubernetesResource>> BY_HEADER =
            TYPES.stream().collect(Collectors.toMap(WatchEvents::header, Function.identity()));

    WatchEvents() {
        super(WatchEvent.class);
    }

    @Override
    public WatchEvent deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var event = new WatchEvent();
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> event.setType(parser.getText());
                case "object" -> event.setObject(object(parser, context));
                default -> parser.skipChildren();
            }
        }
        return event;
    }

    /** What is not of a known kind, or doesn't begin with it, is left to fabric8. */
    private static KubernetesResource object(JsonParser parser, DeserializationContext context) throws IOException {
        try (var begun = new TokenBuffer(parser, context)) {
            begun.copyCurrentEvent(parser);
            var header = new HashMap<String, String>();
            while (header.size() < HEADER.size()) {
                var field = parser.nextFieldName();
                begun.copyCurrentEvent(parser);
                if (field == null || !HEADER.contains(field)) {
                    break;
                }
                parser.nextToken();
                begun.copyCurrentEvent(parser);
                header.put(field, parser.getText());
            }
            var whole = JsonParserSequence.createFlattened(false, begun.asParser(parser), parser);
            whole.nextToken();
            return context.readValue(whole, BY_HEADER.getOrDefault(header, KubernetesResource.class));
        }
    }

    private static Map<String, String> header(Class<? extends KubernetesResource> type) {
        return Map.of("apiVersion", HasMetadata.getApiVersion(type), "kind", HasMetadata.getKind(type));
    }
}
