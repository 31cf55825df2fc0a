package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.NamespacedName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InFlightReconcilesTest {
    private static final NamespacedName DEMO = new NamespacedName("here", "demo");
    private static final NamespacedName OTHER = new NamespacedName("here", "other");

    private final AtomicLong clock = new AtomicLong(5);
    private final InFlightReconciles inFlight = new InFlightReconciles(clock::get);

    @Test
    void there_is_one_at_a_time() {
        var first = inFlight.begin(DEMO).orElseThrow();
        assertThat(inFlight.begin(DEMO)).isEmpty();
        assertThat(inFlight.begin(OTHER)).isPresent();
        first.end();
        assertThat(inFlight.begin(DEMO)).isPresent();
    }

    @Test
    void who_is_turned_away_is_told_of_to_the_one_under_way() {
        var first = inFlight.begin(DEMO).orElseThrow();
        assertThat(first.isAskedForAgain()).isFalse();
        inFlight.begin(DEMO);
        first.end();
        assertThat(first.isAskedForAgain()).isTrue();
        assertThat(inFlight.begin(DEMO).orElseThrow().isAskedForAgain()).isFalse();
    }

    @Test
    void one_that_takes_long_is_found() {
        inFlight.begin(DEMO);
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(inFlight.longerThan(Duration.ofSeconds(3))).isEmpty();
        assertThat(inFlight.longerThan(Duration.ofSeconds(2))).contains(DEMO);
    }
}
