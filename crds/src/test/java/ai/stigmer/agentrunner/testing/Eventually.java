package ai.stigmer.agentrunner.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

public final class Eventually {
    private static final Duration LONG = Duration.ofSeconds(60);

    private Eventually() {}

    /** Fails with the sentence if it isn't so within a minute. */
    public static void isTrue(String sentence, Callable<Boolean> condition) {
        Awaitility.await(sentence)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
