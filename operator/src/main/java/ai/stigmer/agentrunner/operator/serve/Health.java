package ai.stigmer.agentrunner.operator.serve;

import ai.stigmer.agentrunner.model.reconcile.InFlightReconciles;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What is wrong with this process, if anything. */
public final class Health {
    /** The longest reconcile is some ten requests of at most nine seconds each. */
    private static final Duration LONGEST_RECONCILE = Duration.ofMinutes(5);

    private final WatchLiveness liveness;
    private final InFlightReconciles inFlight;
    private final Duration silence;
    private final LongSupplier clock;
    private final HeapUse heap;
    private volatile Optional<Started> started = Optional.empty();

    /**
     * The moment when the caches had synced.
     *
     * @param watches how many must have been begun once the permitted silence is over
     * @param at by the clock, in nanoseconds
     */
    private record Started(int watches, long at) {}

    /**
     * @param silence how long a watch may be silent
     * @param clock monotonic, in nanoseconds
     */
    public Health(
            WatchLiveness liveness, InFlightReconciles inFlight, Duration silence, LongSupplier clock, HeapUse heap) {
        this.liveness = liveness;
        this.inFlight = inFlight;
        this.silence = silence;
        this.clock = clock;
        this.heap = heap;
    }

    /**
     * To be called when the caches have synced: until then the process isn't ready.
     *
     * @param watches how many the caches need
     */
    public void started(int watches) {
        started = Optional.of(new Started(watches, clock.getAsLong()));
    }

    /** To be called when the process begins to end: it isn't ready any more, and no watch is missed. */
    public void stopping() {
        started = Optional.empty();
    }

    /** Why only a restart can help; empty: nothing of that kind. */
    public Optional<String> deadly() {
        return deadWatch()
                .or(() -> inFlight.longerThan(LONGEST_RECONCILE)
                        .map(runner -> "the reconcile of " + runner + " takes longer than "
                                + LONGEST_RECONCILE.toMinutes() + " minutes"))
                .or(Health::deadlock);
    }

    /** Why it can't do its work now; empty: it can. A standby that waits for the Lease can. */
    public Optional<String> unready() {
        return started.isEmpty()
                ? Optional.of("the caches are not synced")
                : liveness.deaf(silence)
                        .map(watch ->
                                "nothing was heard from the watch of " + watch + " for " + silence.toSeconds() + " s");
    }

    /** What is still well and may not stay so; empty: nothing. */
    public Optional<String> warning() {
        return heap.warning();
    }

    private Optional<String> deadWatch() {
        return started.flatMap(start -> liveness.dead(silence)
                .map(watch -> "the watch of " + watch + " is dead: no sign of it for " + silence.toSeconds() + " s")
                .or(() -> missing(start)));
    }

    private Optional<String> missing(Started start) {
        var late = clock.getAsLong() - start.at() > silence.toNanos();
        return late && liveness.count() < start.watches()
                ? Optional.of("only " + liveness.count() + " of " + start.watches() + " watches were ever begun")
                : Optional.empty();
    }

    private static Optional<String> deadlock() {
        var threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        return threads == null ? Optional.empty() : Optional.of(threads.length + " threads wait for each other");
    }
}
