package ai.stigmer.agentrunner.operator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that reconcile. They come with work and go when there is none for a minute. */
final class Workers {
    private final ThreadPoolExecutor executor;

    Workers(int most) {
        executor = new ThreadPoolExecutor(
                most,
                most,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("worker-", 1).factory());
        executor.allowCoreThreadTimeOut(true);
    }

    ExecutorService executor() {
        return executor;
    }

    int queued() {
        return executor.getQueue().size();
    }

    int busy() {
        return executor.getActiveCount();
    }
}
