package ai.stigmer.agentrunner.operator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a Lease as renewed when this process first saw that version of it. fabric8's elector compares the time that the
 * holder wrote with the time here, so that a replica whose clock is ahead takes a Lease that counts, and one whose clock
 * is behind leaves a dead one alone. Kubernetes' own components go by what they saw, too
 * (<a href="https://github.com/kubernetes/client-go/issues/448">client-go 448</a>).
 */
final class ObservedLeaseTimes extends SimpleModule {
    private static final long serialVersionUID = 1;

    ObservedLeaseTimes(Clock clock) {
        super("leases by sight");
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
                return description.getBeanClass() == Lease.class ? new Seen(deserializer, clock) : deserializer;
            }
        });
    }

    private static final class Seen extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        private final transient Clock clock;
        /** By uid, the version seen last and when it was seen first. */
        private final transient Map<String, Sight> sights = new ConcurrentHashMap<>();

        private record Sight(String version, ZonedDateTime first) {}

        Seen(JsonDeserializer<?> delegate, Clock clock) {
            super(delegate);
            this.clock = clock;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Seen(delegate, clock);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var lease = (Lease) super.deserialize(parser, context);
            if (lease.getMetadata() != null
                    && lease.getSpec() != null
                    && lease.getSpec().getRenewTime() != null) {
                lease.getSpec().setRenewTime(sight(lease).first());
            }
            return lease;
        }

        private Sight sight(Lease lease) {
            var version = lease.getMetadata().getResourceVersion();
            return sights.compute(
                    lease.getMetadata().getUid(),
                    (uid, before) -> before != null && before.version().equals(version)
                            ? before
                            : new Sight(version, ZonedDateTime.now(clock.withZone(ZoneOffset.UTC))));
        }
    }
}
