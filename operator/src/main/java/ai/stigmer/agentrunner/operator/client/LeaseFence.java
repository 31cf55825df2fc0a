package ai.stigmer.agentrunner.operator.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps a replica that can't have renewed the Lease in time from writing. The elector alone is too late: a process that
 * was frozen goes on where it was, and a renewal whose connection hangs is waited for far longer than the Lease counts.
 *
 * <p>What has been sent already can't be called back. The renewal's deadline is shorter than the Lease's duration by
 * about as long as a request may be under way.
 */
public final class LeaseFence implements Interceptor {
    private final Duration deadline;
    private final LongSupplier clock;
    private final Runnable expired;
    private volatile long asked;
    private volatile long renewed;
    /** Before its first renewal a replica stands by: it asks what it may do, and writes nothing. */
    private volatile boolean leads;

    /**
     * @param deadline how long after a renewal was sent its replica may write; shorter than the Lease's duration
     * @param clock monotonic, in nanoseconds
     * @param expired called in place of a write that comes too late; it should end the process at once
     */
    public LeaseFence(Duration deadline, LongSupplier clock, Runnable expired) {
        this.deadline = deadline;
        this.clock = clock;
        this.expired = expired;
    }

    /** Whether the Lease may be another's by now; false before it was ours for the first time. */
    public boolean isExpired() {
        return leads && clock.getAsLong() - renewed > deadline.toNanos();
    }

    /**
     * What counts is when a renewal was asked for, not when it was answered.
     *
     * @throws IllegalStateException for a write that comes too late, which is then not sent
     */
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (!isWrite(request)) {
            return;
        }
        if (isLease(request)) {
            asked = clock.getAsLong();
        } else if (isExpired()) {
            expired.run();
            throw new IllegalStateException("the Lease was not renewed in time, another may act");
        }
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (isLease(request) && isWrite(request) && response.isSuccessful()) {
            renewed = asked;
            leads = true;
        }
    }

    private static boolean isWrite(HttpRequest request) {
        return !request.method().equals("GET");
    }

    /** By its API group: anything may be named "leases". The address of an API server may have a path of its own. */
    static boolean isLease(HttpRequest request) {
        return request.uri().getPath().contains("/apis/coordination.k8s.io/");
    }
}
