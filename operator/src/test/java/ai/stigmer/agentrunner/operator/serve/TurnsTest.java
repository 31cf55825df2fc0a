package ai.stigmer.agentrunner.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final AtomicLong clock = new AtomicLong(5);
    private final Turns turns = new Turns(clock::get);

    @Test
    void there_is_one_at_a_time() {
        var first = turns.take("here/demo").orElseThrow();
        assertThat(turns.take("here/demo")).isEmpty();
        assertThat(turns.take("here/other")).isPresent();
        first.close();
        assertThat(turns.take("here/demo")).isPresent();
    }

    @Test
    void who_is_turned_away_is_told_of_to_the_one_under_way() {
        var first = turns.take("here/demo").orElseThrow();
        assertThat(first.isAskedFor()).isFalse();
        turns.take("here/demo");
        first.close();
        assertThat(first.isAskedFor()).isTrue();
        assertThat(turns.take("here/demo").orElseThrow().isAskedFor()).isFalse();
    }

    @Test
    void one_that_takes_long_is_found() {
        turns.take("here/demo");
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(turns.longerThan(Duration.ofSeconds(3))).isEmpty();
        assertThat(turns.longerThan(Duration.ofSeconds(2))).contains("here/demo");
    }
}
