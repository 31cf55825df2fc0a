package ai.stigmer.agentrunner.operator;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again after a failure: twice as late each time, for ever, and never all at once.
 *
 * @param first the mean delay after the first failure
 * @param longest the mean delay at most
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) implements Retry {

    @Override
    public RetryExecution initExecution() {
        return new Execution();
    }

    /** The delay after so many failures in a row, with jitter: from half the mean to one and a half of it. */
    Duration delay(int failures) {
        var factor = Math.pow(2, Math.min(failures - 1, 30));
        var mean = Math.min(first.toMillis() * factor, (double) longest.toMillis());
        return Duration.ofMillis((long) (mean / 2 + random.nextDouble() * mean));
    }

    private final class Execution implements RetryExecution {
        private int failures;

        @Override
        public Optional<Long> nextDelay() {
            failures++;
            return Optional.of(delay(failures).toMillis());
        }

        @Override
        public int getAttemptCount() {
            return failures;
        }

        @Override
        public boolean isLastAttempt() {
            return false;
        }
    }
}
