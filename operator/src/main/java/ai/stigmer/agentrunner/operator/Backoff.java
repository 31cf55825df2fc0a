package ai.stigmer.agentrunner.operator;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * When to try again after a failure: twice as late each time, for ever, and never all at once. Where many fail, as they
 * do when the API server is away, they share the tries of a hundred.
 *
 * @param first the mean delay after the first failure
 * @param longest the mean delay at most, unless many fail
 * @param failing how many fail at present
 */
record Backoff(Duration first, Duration longest, RandomGenerator random, IntSupplier failing) implements Retry {
    private static final int AT_FULL_PACE = 100;

    /** For one of a few. */
    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this(first, longest, random, () -> 1);
    }

    @Override
    public RetryExecution initExecution() {
        return new Execution();
    }

    /** The delay after so many failures in a row, with jitter: from half the mean to one and a half of it. */
    Duration delay(int failures) {
        var factor = Math.pow(2, Math.min(failures - 1, 30));
        var mean = Math.min(first.toMillis() * factor, (double) longest.toMillis());
        var pace = Math.max(1, failing.getAsInt() / (double) AT_FULL_PACE);
        return Duration.ofMillis((long) (pace * (mean / 2 + random.nextDouble() * mean)));
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
