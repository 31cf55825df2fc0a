package ai.stigmer.agentrunner.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentReadsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicInteger asked = new AtomicInteger();
    private final RecentReads reads = new RecentReads(Duration.ofSeconds(10), now::get);

    @Test
    void a_value_is_read_once_until_it_is_old() {
        assertThat(read("agents")).hasValue("agents 1");
        pass(9);
        assertThat(read("agents")).hasValue("agents 1");
        pass(1);
        assertThat(read("agents")).hasValue("agents 2");
    }

    @Test
    void that_there_is_none_is_remembered_too() {
        assertThat(reads.get("agents", Optional::empty)).isEmpty();
        assertThat(read("agents")).isEmpty();
    }

    @Test
    void old_values_of_namespaces_that_nobody_asks_for_any_more_are_dropped() {
        for (int i = 0; i < 1000; i++) {
            read("namespace-" + i);
            pass(1);
        }
        assertThat(reads.size()).isEqualTo(10);
    }

    @Test
    void a_read_that_fails_is_made_again() {
        assertThatThrownBy(() -> reads.get("agents", () -> {
                    throw new IllegalStateException("no answer");
                }))
                .hasMessage("no answer");
        assertThat(read("agents")).hasValue("agents 1");
    }

    private Optional<String> read(String key) {
        return reads.get(key, () -> Optional.of(key + " " + asked.incrementAndGet()));
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
