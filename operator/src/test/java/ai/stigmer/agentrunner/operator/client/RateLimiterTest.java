package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);

    @Test
    void a_burst_goes_at_once_and_the_rest_at_the_pace() {
        var limiter = new RateLimiter(10, 3, now::get);
        for (int request = 0; request < 3; request++) {
            assertThat(limiter.reserve()).isZero();
        }
        assertThat(limiter.reserve()).isEqualTo(SECOND / 10);
        assertThat(limiter.reserve()).isEqualTo(2 * SECOND / 10);
        now.addAndGet(SECOND);
        assertThat(limiter.reserve()).isZero();
    }

    @Test
    void zero_is_no_limit() {
        var limiter = new RateLimiter(0, 1, now::get);
        for (int request = 0; request < 1000; request++) {
            assertThat(limiter.reserve()).isZero();
        }
    }

    @Test
    void when_the_API_server_asks_for_a_pause_all_wait() {
        var limiter = new RateLimiter(0, 1, now::get);
        limiter.pause(2);
        assertThat(limiter.reserve()).isEqualTo(2 * SECOND);
        now.addAndGet(2 * SECOND);
        assertThat(limiter.reserve()).isZero();
    }
}
