package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ObservedLeaseTimesTest {
    private static final Instant HERE = Instant.parse("2026-01-01T13:00:00Z");
    private static final String THERE = "2026-01-01T12:00:00.000000Z";

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final KubernetesSerialization json =
            new KubernetesSerialization(new ObjectMapper().registerModule(new ObservedLeaseTimes(clock)), true);
    private Instant now = HERE;

    @Test
    void a_version_seen_for_the_first_time_counts_as_renewed_now_whatever_the_holders_clock_says() {
        assertThat(renewed("1")).isEqualTo(HERE);
    }

    @Test
    void seen_again_it_counts_as_renewed_when_it_was_seen_first() {
        renewed("1");
        now = HERE.plusSeconds(20);
        assertThat(renewed("1")).isEqualTo(HERE);
    }

    @Test
    void another_version_is_a_renewal() {
        renewed("1");
        now = HERE.plus(Duration.ofSeconds(2));
        assertThat(renewed("2")).isEqualTo(now);
    }

    @Test
    void one_that_was_given_back_stays_so() {
        var lease = json.unmarshal("{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{"
                + "\"uid\":\"u\",\"resourceVersion\":\"1\"},\"spec\":{\"leaseDurationSeconds\":1}}");
        assertThat(((Lease) lease).getSpec().getRenewTime()).isNull();
    }

    private Instant renewed(String version) {
        Lease lease = json.unmarshal("{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{"
                + "\"uid\":\"u\",\"resourceVersion\":\"" + version + "\"},\"spec\":{\"holderIdentity\":\"other\","
                + "\"renewTime\":\"" + THERE + "\"}}");
        return lease.getSpec().getRenewTime().toInstant();
    }
}
