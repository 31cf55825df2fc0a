package ai.stigmer.agentrunner.operator;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Doubles from half a second to a minute, each time between half of that and all of it, and never gives up. */
final class JitteredRetry implements Retry {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** 500 ms doubled seven times exceeds a minute. */
    private static final int DOUBLINGS = 7;

    @Override
    public RetryExecution initExecution() {
        return new Execution();
    }

    private static final class Execution implements RetryExecution {
        private int attempts;

        @Override
        public Optional<Long> nextDelay() {
            long full = Math.min(FIRST.toMillis() << Math.min(attempts, DOUBLINGS), LONGEST.toMillis());
            attempts++;
            return Optional.of(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
        }

        @Override
        public int getAttemptCount() {
            return attempts;
        }

        @Override
        public boolean isLastAttempt() {
            return false;
        }
    }
}
