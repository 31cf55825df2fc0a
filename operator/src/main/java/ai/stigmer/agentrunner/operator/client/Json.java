package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.operator.pack.PackedObjects;
import ai.stigmer.agentrunner.operator.pack.RecentlyUsed;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/**
 * How objects are read. What nobody here asks for is left out before it is ever held, and equal strings are the same
 * string: with 10,000 Deployments managedFields alone were 60 % of the heap.
 */
public final class Json {

    /** Objects that are not packed: some 10 KB each. */
    private static final int RECENT = 2048;

    private static final ObjectMapper WHOLE = new ObjectMapper(unlimited());

    private Json() {}

    /**
     * Reads one object as it was sent.
     *
     * @throws IllegalArgumentException where it is no such object
     */
    public static <T> T withManagedFields(String json, Class<T> type) {
        try {
            return WHOLE.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName(), e);
        }
    }

    /** A new one, whose pool of strings the objects that it reads share. */
    public static KubernetesSerialization serialization() {
        var pool = new StringPool();
        var mapper = new ObjectMapper(unlimited());
        mapper.addMixIn(ObjectMeta.class, WithFewManagedFields.class);
        mapper.addMixIn(Pod.class, WithLittleSpec.class);
        mapper.registerModule(new SimpleModule("pooled strings")
                .addDeserializer(String.class, new Pooled(pool))
                .addKeyDeserializer(String.class, new PooledKey(pool)));
        mapper.registerModule(new AgentRunners());
        mapper.registerModule(new DataHashes());
        mapper.registerModule(new SimpleModule("watch events").addDeserializer(WatchEvent.class, new WatchEvents()));
        mapper.registerModule(new ObservedLeaseTimes(Clock.systemUTC()));
        mapper.registerModule(new PackedObjects(mapper.copy(), new RecentlyUsed(RECENT)));
        // Without the search for every type there is: it loads and makes one of each.
        var json = new KubernetesSerialization(mapper, false);
        WatchEvents.TYPES.forEach(json::registerKubernetesResource);
        return json;
    }

    /**
     * Without Jackson's limits on names: the API server bounds a whole object (1.5 MiB in etcd), and a limit of ours would
     * let anyone end the watch, and so the operator, with one label, or with keys of one hash.
     */
    private static JsonFactory unlimited() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** Only what {@link ManagedFields} keeps. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    abstract static class WithFewManagedFields {
        @JsonDeserialize(using = ManagedFields.class)
        abstract void setManagedFields(List<ManagedFieldsEntry> managedFields);
    }

    /** A pod's spec is the largest part of it, and says mostly what its Deployment says. */
    abstract static class WithLittleSpec {
        @JsonIncludeProperties({"nodeName", "schedulingGates"})
        abstract void setSpec(PodSpec spec);
    }

    private static final class Pooled extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        private final transient StringPool pool;

        Pooled(StringPool pool) {
            super(String.class);
            this.pool = pool;
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return pool.same(parser.getValueAsString(""));
        }
    }

    private static final class PooledKey extends KeyDeserializer {
        private final StringPool pool;

        PooledKey(StringPool pool) {
            this.pool = pool;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return pool.same(key);
        }
    }
}
