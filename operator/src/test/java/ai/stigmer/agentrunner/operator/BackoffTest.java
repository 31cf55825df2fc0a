package ai.stigmer.agentrunner.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), RandomGenerator.getDefault());

    @Test
    void each_delay_is_about_twice_the_one_before_up_to_the_longest() {
        for (int failures = 1; failures < 100; failures++) {
            var mean = Math.min(1000L << Math.min(failures - 1, 20), 120_000);
            assertThat(backoff.delay(failures))
                    .isBetween(Duration.ofMillis(mean / 2), Duration.ofMillis(mean + mean / 2));
        }
    }

    @Test
    void it_never_gives_up() {
        var execution = backoff.initExecution();
        for (int failures = 1; failures < 100; failures++) {
            assertThat(execution.nextDelay()).isPresent();
            assertThat(execution.getAttemptCount()).isEqualTo(failures);
            assertThat(execution.isLastAttempt()).isFalse();
        }
    }
}
