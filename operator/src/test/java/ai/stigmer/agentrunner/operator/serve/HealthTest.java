package ai.stigmer.agentrunner.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final NamespacedName DEMO = new NamespacedName("here", "demo");
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final AtomicLong now = new AtomicLong();
    private final WatchLiveness liveness = new WatchLiveness(now::get);
    private final InFlightReconciles inFlight = new InFlightReconciles(now::get);
    private final Health health = new Health(liveness, inFlight, SILENCE, now::get, new HeapUse(() -> 0, 1));

    @Test
    void before_the_caches_are_synced_it_lives_and_is_not_ready() {
        assertThat(health.deadly()).isEmpty();
        assertThat(health.unready()).hasValueSatisfying(why -> assertThat(why).contains("not synced"));
    }

    @Test
    void a_watch_that_hears_bookmarks_is_well() {
        begin(1);
        for (int minute = 0; minute < 10; minute++) {
            pass(Duration.ofMinutes(1));
            liveness.heard(watch(1));
        }
        assertThat(health.deadly()).isEmpty();
        assertThat(health.unready()).isEmpty();
    }

    @Test
    void a_watch_whose_connection_is_half_open_is_dead() {
        begin(1);
        pass(Duration.ofMinutes(4));
        assertThat(health.deadly())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("/api/v1/pods").contains("180 s"));
    }

    @Test
    void while_the_API_server_is_away_a_restart_would_not_help() {
        begin(1);
        for (int minute = 0; minute < 10; minute++) {
            pass(Duration.ofMinutes(1));
            liveness.asked(watch(minute));
        }
        assertThat(health.deadly()).isEmpty();
        assertThat(health.unready()).isPresent();
    }

    @Test
    void a_list_after_410_is_a_sign_too() {
        begin(1);
        pass(Duration.ofMinutes(2));
        liveness.asked(request("https://host/api/v1/pods?labelSelector=a&limit=500"));
        pass(Duration.ofMinutes(2));
        assertThat(health.deadly()).isEmpty();
    }

    @Test
    void a_watch_that_was_never_begun_is_missed() {
        begin(2);
        assertThat(health.deadly()).isEmpty();
        pass(Duration.ofMinutes(4));
        liveness.asked(watch(2));
        assertThat(health.deadly()).hasValueSatisfying(why -> assertThat(why).contains("only 1 of 2 watches"));
    }

    @Test
    void a_reconcile_that_does_not_end_is_deadly() {
        var reconcile = inFlight.begin(DEMO).orElseThrow();
        assertThat(inFlight.begin(DEMO)).isEmpty();
        pass(Duration.ofMinutes(6));
        assertThat(health.deadly()).hasValueSatisfying(why -> assertThat(why).contains("here/demo"));
        reconcile.end();
        assertThat(health.deadly()).isEmpty();
        assertThat(inFlight.begin(DEMO)).isPresent();
    }

    private void begin(int watches) {
        liveness.asked(watch(1));
        health.started(watches);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static HttpRequest watch(int version) {
        return request("https://host/api/v1/pods?labelSelector=a&resourceVersion=" + version + "&watch=true");
    }

    private static HttpRequest request(String uri) {
        return new StandardHttpRequest.Builder().uri(uri).build();
    }
}
