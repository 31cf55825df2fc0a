package ai.stigmer.agentrunner.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Spaces requests so that no more than so many a second leave; a second's worth may leave at once. */
final class RateLimit implements Interceptor {
    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final AtomicLong next = new AtomicLong(System.nanoTime() - SECOND);

    RateLimit(int requestsPerSecond) {
        interval = SECOND / requestsPerSecond;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        long now = System.nanoTime();
        long turn = next.updateAndGet(last -> Math.max(last, now - SECOND) + interval);
        for (long wait = turn - now; wait > 0; wait = turn - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }
}
