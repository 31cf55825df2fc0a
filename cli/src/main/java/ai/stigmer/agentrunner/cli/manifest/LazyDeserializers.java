package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerFactory;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the fields of a class where the first value of it is read. Jackson looks for those of every class that could be
 * needed before it reads anything: an AgentRunner's classes know hundreds, a manifest uses a dozen.
 */
final class LazyDeserializers extends Deserializers.Base {

    private LazyDeserializers() {}

    static SimpleModule module() {
        return new SimpleModule() {
            @Override
            public void setupModule(SetupContext context) {
                context.addDeserializers(new LazyDeserializers());
            }
        };
    }

    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
            JavaType type, DeserializationConfig config, BeanDescription description) {
        return type.isConcrete() && !ClassUtil.isJDKClass(type.getRawClass()) ? new Lazy(type) : null;
    }

    /** For several threads: it is no harm where two of them look at once. */
    private static final class Lazy extends JsonDeserializer<Object> {
        private final JavaType type;
        private volatile @Nullable JsonDeserializer<Object> actual;

        Lazy(JavaType type) {
            this.type = type;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var known = actual;
            if (known == null) {
                known = find(context);
                actual = known;
            }
            return known.deserialize(parser, context);
        }

        /** Not by the context's own factory, which knows this. */
        private JsonDeserializer<Object> find(DeserializationContext context) throws JsonMappingException {
            var description = context.getConfig().introspect(type);
            var found = BeanDeserializerFactory.instance.createBeanDeserializer(context, type, description);
            if (found instanceof ResolvableDeserializer resolvable) {
                resolvable.resolve(context);
            }
            return found;
        }

        @Override
        public boolean isCachable() {
            return true;
        }
    }
}
