package ai.stigmer.agentrunner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The user: asks for the same thing of many AgentRunners. */
final class Load {
    /** Requests under way at a time; enough to be far ahead of any operator. */
    private static final int AT_ONCE = 50;

    private Load() {}

    /** As fast as can be. */
    static void burst(List<String> names, Consumer<String> action) {
        try (var users =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var asked = new ArrayList<Future<?>>();
            for (var name : names) {
                asked.add(users.submit(() -> action.accept(name)));
            }
            await(asked);
        }
    }

    /** Evenly, so many a second. */
    static void steady(List<String> names, int perSecond, Consumer<String> action) {
        try (var users =
                Executors.newScheduledThreadPool(perSecond, Thread.ofVirtual().factory())) {
            var asked = new ArrayList<Future<?>>();
            for (int i = 0; i < names.size(); i++) {
                var name = names.get(i);
                asked.add(users.schedule(() -> action.accept(name), i * 1_000_000L / perSecond, TimeUnit.MICROSECONDS));
            }
            await(asked);
        }
    }

    private static void await(List<Future<?>> asked) {
        try {
            for (var one : asked) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the user's request was refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
