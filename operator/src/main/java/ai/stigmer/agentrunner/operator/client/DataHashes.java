package ai.stigmer.agentrunner.operator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.util.Set;

/**
 * Reads of a ConfigMap or Secret only the {@link DataHash}. An informer holds all that it lists until the last page is
 * read: 160 ConfigMaps of 950 KB were more than the whole heap. fabric8 has no informer of metadata alone
 * (<a href="https://github.com/fabric8io/kubernetes-client/issues/5716">5716</a>,
 * <a href="https://github.com/fabric8io/kubernetes-client/issues/7451">7451</a>).
 */
final class DataHashes extends SimpleModule {
    private static final long serialVersionUID = 1;
    private static final Set<Class<?>> TYPES = Set.of(ConfigMap.class, Secret.class);

    DataHashes() {
        super("digests");
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
                return TYPES.contains(description.getBeanClass()) ? new Reduced(deserializer) : deserializer;
            }
        });
    }

    private static final class Reduced extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        Reduced(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Reduced(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return switch (super.deserialize(parser, context)) {
                case ConfigMap configMap -> DataHash.keep(configMap);
                case Secret secret -> DataHash.keep(secret);
                case Object other -> other;
            };
        }
    }
}
