package ai.stigmer.agentrunner.model.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Optional;

/**
 * The last apply of one object by this process.
 *
 * @param generation of the AgentRunner that it was for
 * @param hash of what was applied
 * @param version of the object in the answer
 * @param repeats how many times the same had been applied before, as somebody else had changed it
 * @param at when, in nanoseconds of the monotonic clock
 * @param noEffectOn a hash of the object that the apply left as it was; empty: it had an effect
 * @param changes who changed which fields since, or before where this has put them back; empty: nobody is known to
 * @param isHeldBack whether it is to be applied again, and waits
 */
record LastApply(
        long generation,
        String hash,
        String version,
        int repeats,
        long at,
        Optional<String> noEffectOn,
        Optional<String> changes,
        boolean isHeldBack) {
    /** The object. */
    record Target(String kind, String name) {
        static Target of(HasMetadata object) {
            return new Target(object.getKind(), object.getMetadata().getName());
        }
    }

    /** So many times what others change is put back at once: people correct themselves, scripts change things in turn. */
    private static final int AT_ONCE = 3;

    /** What is undone in the answer itself will be undone again. */
    private static final int AT_ONCE_DESPITE_ADMISSION = 1;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** Twice the longest delay: what stays so long as it was applied is left alone. */
    private static final Duration PEACE = LONGEST_DELAY.multipliedBy(2);

    /** A rival that only looks from time to time gets this long to show itself, before it is believed to be gone. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(30);

    /** Whether the same was applied for the same generation. */
    boolean isOf(long otherGeneration, String otherHash) {
        return generation == otherGeneration && hash.equals(otherHash);
    }

    /** How many repeats there are once it is applied again at this time. */
    int repeatsAfter(long now) {
        return !isHeldBack && now - at >= PEACE.toNanos() ? 1 : repeats + 1;
    }

    /**
     * How long it is to wait until it is applied again; zero: no longer.
     *
     * @param isByAdmission whether the answer to this very apply was not as desired
     */
    Duration wait(long now, boolean isByAdmission) {
        var excess = repeatsAfter(now) - 1 - (isByAdmission ? AT_ONCE_DESPITE_ADMISSION : AT_ONCE);
        return excess < 0 ? Duration.ZERO : left(delay(excess), now);
    }

    private static Duration delay(int doublings) {
        // 10 s doubled five times are more than five minutes.
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(doublings, 5));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    /** How long it has to stay as it is until that is believed; zero: it is, or nobody was suspected. */
    Duration uncertain(long now) {
        return changes.isEmpty() ? Duration.ZERO : left(UNCERTAIN, now);
    }

    private Duration left(Duration delay, long now) {
        var left = delay.minusNanos(now - at);
        return left.isPositive() ? left : Duration.ZERO;
    }

    LastApply heldBack(String changes) {
        return new LastApply(generation, hash, version, repeats, at, noEffectOn, Optional.of(changes), true);
    }

    /** Without the times: what is the same but for these goes on alike. */
    @Override
    public String toString() {
        return hash + "@" + generation + "," + repeats + noEffectOn + changes + isHeldBack;
    }
}
