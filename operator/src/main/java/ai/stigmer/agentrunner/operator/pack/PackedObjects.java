package ai.stigmer.agentrunner.operator.pack;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the objects of which there is one for each AgentRunner as packed ones. */
public final class PackedObjects extends SimpleModule {
    private static final long serialVersionUID = 1;

    private final transient Map<Class<?>, Packer<?>> packers;

    /**
     * Of objects that a mapper reads.
     *
     * @param mapper without this module; what it wrote it reads again as it was
     * @param recent holds those that are in use
     */
    public PackedObjects(ObjectMapper mapper, RecentlyUsed recent) {
        super("packed objects");
        packers = Map.of(
                AgentRunner.class, new Packer<>(AgentRunner.class, PackedRunner::new, mapper, recent),
                Deployment.class, new Packer<>(Deployment.class, PackedDeployment::new, mapper, recent),
                Pod.class,
                        new Packer<>(
                                Pod.class,
                                (pod, packed) -> new PackedPod(PackedPod.withLittleSpec(pod), packed),
                                mapper,
                                recent),
                PersistentVolumeClaim.class,
                        new Packer<>(PersistentVolumeClaim.class, PackedClaim::new, mapper, recent));
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
                return Optional.<Packer<?>>ofNullable(packers.get(description.getBeanClass()))
                        .<JsonDeserializer<?>>map(packer -> new Packing(deserializer, packer))
                        .orElse(deserializer);
            }
        });
    }

    /** Packs the objects of one type. */
    private static final class Packer<T extends HasMetadata> {
        private final Class<T> type;
        private final BiFunction<T, Packed<T>, T> constructor;
        private final Compression<T> compression;
        private final RecentlyUsed recent;

        Packer(Class<T> type, BiFunction<T, Packed<T>, T> constructor, ObjectMapper mapper, RecentlyUsed recent) {
            this.type = type;
            this.constructor = constructor;
            this.compression = new Compression<>(mapper, type);
            this.recent = recent;
        }

        /** One of a special type, or that isn't an object of the API, stays as it is. */
        @Nullable
        Object pack(@Nullable Object read) {
            if (read == null || read.getClass() != type || type.cast(read).getMetadata() == null) {
                return read;
            }
            var object = type.cast(read);
            return constructor.apply(object, new Packed<>(object, compression, recent));
        }
    }

    private static final class Packing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        private final transient Packer<?> packer;

        Packing(JsonDeserializer<?> delegate, Packer<?> packer) {
            super(delegate);
            this.packer = packer;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Packing(delegate, packer);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return packer.pack(super.deserialize(parser, context));
        }
    }
}
