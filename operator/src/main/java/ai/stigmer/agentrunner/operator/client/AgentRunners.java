package ai.stigmer.agentrunner.operator.client;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;

/**
 * Reads an AgentRunner that doesn't fit its type as an {@link UnreadableRunner}: one bad object must not stop all. One that
 * is being deleted becomes a {@link TerminatingRunner}.
 */
final class AgentRunners extends SimpleModule {
    private static final long serialVersionUID = 1;

    AgentRunners() {
        super("AgentRunners");
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
                return description.getBeanClass() == AgentRunner.class ? new Lenient(deserializer) : deserializer;
            }
        });
    }

    private static final class Lenient extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        Lenient(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Lenient(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var tree = context.readTree(parser);
            try (var copy = tree.traverse(parser.getCodec())) {
                copy.nextToken();
                return TerminatingRunner.of((AgentRunner) super.deserialize(copy, context));
            } catch (JsonMappingException e) {
                return unreadable(tree, context, e);
            }
        }

        private static AgentRunner unreadable(JsonNode tree, DeserializationContext context, JsonMappingException e)
                throws IOException {
            var path = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(joining("."));
            var runner = new UnreadableRunner(path + ": " + e.getOriginalMessage());
            runner.setMetadata(context.readTreeAsValue(tree.path("metadata"), ObjectMeta.class));
            return runner;
        }
    }
}
