package ai.stigmer.agentrunner.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InFlightReconcilesTest {
    private final AtomicLong clock = new AtomicLong(5);
    private final InFlightReconciles inFlight = new InFlightReconciles(clock::get);

    @Test
    void there_is_one_at_a_time() {
        var first = inFlight.take("here/demo").orElseThrow();
        assertThat(inFlight.take("here/demo")).isEmpty();
        assertThat(inFlight.take("here/other")).isPresent();
        first.close();
        assertThat(inFlight.take("here/demo")).isPresent();
    }

    @Test
    void who_is_turned_away_is_told_of_to_the_one_under_way() {
        var first = inFlight.take("here/demo").orElseThrow();
        assertThat(first.isAskedFor()).isFalse();
        inFlight.take("here/demo");
        first.close();
        assertThat(first.isAskedFor()).isTrue();
        assertThat(inFlight.take("here/demo").orElseThrow().isAskedFor()).isFalse();
    }

    @Test
    void one_that_takes_long_is_found() {
        inFlight.take("here/demo");
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(inFlight.longerThan(Duration.ofSeconds(3))).isEmpty();
        assertThat(inFlight.longerThan(Duration.ofSeconds(2))).contains("here/demo");
    }
}
