package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting between two looks. */
@FunctionalInterface
interface Pause {
    /** On the machine's clock. */
    Pause REAL = duration -> {
        try {
            // Nothing counts it down: this is a wait that Ctrl-C ends.
            new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    };

    /** Returns after that time. */
    void await(Duration duration);
}
