package ai.stigmer.agentrunner.operator.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Holds requests back: to a number a second, and for as long as the API server asks with Retry-After. A watch and the
 * Lease are exempt: the one is a single long request, the other must not wait behind a burst.
 */
final class RateLimiter implements Interceptor {
    private static final double SECOND = 1e9;
    /** A longer Retry-After is not believed. */
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private final double interval;
    private final double burst;
    private final LongSupplier clock;
    /** When the next request is due if all came evenly, in the clock's nanoseconds. */
    private double due;

    private double pausedUntil;

    /**
     * @param requestsPerSecond on average; 0: no limit
     * @param burst requests that may go at once before that is felt
     * @param clock monotonic, in nanoseconds
     */
    RateLimiter(double requestsPerSecond, int burst, LongSupplier clock) {
        this.interval = requestsPerSecond == 0 ? 0 : SECOND / requestsPerSecond;
        this.burst = burst * interval;
        this.clock = clock;
        this.due = clock.getAsLong() - this.burst;
        this.pausedUntil = clock.getAsLong();
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (isExempt(request)) {
            return;
        }
        var wait = reserve();
        var until = System.nanoTime() + wait;
        for (var left = wait; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        var seconds = response.header("Retry-After");
        if (response.code() == 429 && seconds != null && seconds.matches("\\d{1,4}")) {
            pause(Math.min(Integer.parseInt(seconds), LONGEST_PAUSE_SECONDS));
        }
    }

    /** Reserves the time at which the next request may go, and returns how many nanoseconds away it is. */
    synchronized long reserve() {
        double now = clock.getAsLong();
        due = Math.max(due, now - burst) + interval;
        return (long) Math.max(0, Math.max(due, pausedUntil) - now);
    }

    synchronized void pause(int seconds) {
        pausedUntil = Math.max(pausedUntil, clock.getAsLong() + seconds * SECOND);
    }

    private static boolean isExempt(HttpRequest request) {
        return WatchLiveness.isWatch(request) || LeaseFence.isLease(request);
    }
}
