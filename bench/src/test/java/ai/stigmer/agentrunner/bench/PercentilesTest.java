package ai.stigmer.agentrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void half_nine_tenths_and_all_but_one_hundredth_took_at_most_so_long() {
        var hundred = LongStream.rangeClosed(1, 100)
                .map(i -> (101 - i) * MILLISECOND)
                .boxed()
                .toList();

        assertThat(Percentiles.of(hundred)).isEqualTo(new Percentiles(50, 90, 99));
    }

    @Test
    void one_alone_is_every_percentile() {
        assertThat(Percentiles.of(List.of(7 * MILLISECOND))).isEqualTo(new Percentiles(7, 7, 7));
    }
}
